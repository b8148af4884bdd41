"""Writing to the poles of a list: who may, to whom, once each, held and gone on, unsubscribed, forgotten."""

import datetime
import itertools

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cell import tasks
from cell.models import Mailing, MailingLetter, Unsubscribed
from cell.services import mailings, persons
from poles.models import Coordinator, Pole
from ptce_site import letters
from ptce_site.models import Letter
from tests import factories
from tests.poles.back_office import ROLES, client_of
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/admin/cell/mailing/"


def draft(user, poles=None, **fields):
    usual = {
        "subject": "Des **nouvelles**",
        "text": "Bonjour,\n\nUn *texte* et [un lien](https://example.org/).",
        "is_general": True,
    }
    return mailings.draft(user, Mailing(**{**usual, **fields}), Pole.objects.all() if poles is None else poles)


def pole_with(email="", *editors, name="Pôle fictif"):
    pole = factories.pole(name, email=email)
    for address in editors:
        Coordinator.objects.create(pole=pole, user=factories.user(address), level="editor")
    return pole


def test_those_who_keep_a_page_are_written_to_else_the_pole_each_once(national):
    both = pole_with("contact@example.org", "a@example.org", "b@example.org", name="Pôle A")
    second = pole_with("contact@example.org", name="Pôle B")
    Coordinator.objects.create(pole=second, user=Coordinator.objects.filter(pole=both).first().user, level="reader")
    pole_with("CONTACT@example.org", name="Pôle C")
    pole_with(name="Pôle D")
    held = draft(national)

    told = {email: [pole.name for pole in poles] for email, poles in mailings.addresses(held).items()}
    assert told == {"a@example.org": ["Pôle A"], "b@example.org": ["Pôle A"], "contact@example.org": ["Pôle B", "Pôle C"]}
    without = (Pole.objects.get(name="Pôle D"),)
    assert mailings.progress(held) == mailings.Progress(
        poles=4, without_address=without, addresses=3, unsubscribed=0, written=0, to_write=3
    )


def test_letters_leave_once_each_by_steps(national, monkeypatch):
    monkeypatch.setattr(mailings, "ADDRESSES_A_STEP", 2)
    for number in range(5):
        pole_with(f"contact{number}@example.org")
    held = draft(national)
    for _ in range(2):  # a double click
        mailings.start(national, held.pk)

    assert [mailings.step(held.pk) for _ in range(5)] == [2, 2, 1, 0, 0]
    assert sorted(Letter.objects.values_list("to", flat=True)) == [f"contact{number}@example.org" for number in range(5)]
    held.refresh_from_db()
    assert held.state == "terminee" and mailings.progress(held).written == 5
    assert mailings.start(national, held.pk).state == "terminee" and Letter.objects.count() == 5


def test_held_then_gone_on(national, monkeypatch):
    monkeypatch.setattr(mailings, "ADDRESSES_A_STEP", 1)
    for number in range(3):
        pole_with(f"contact{number}@example.org")
    held = draft(national)
    mailings.start(national, held.pk)
    tasks.mailing_step.func(held.pk)
    mailings.pause(national, held.pk)
    assert mailings.step(held.pk) == 0 and Letter.objects.count() == 1
    mailings.start(national, held.pk)
    assert [mailings.step(held.pk) for _ in range(3)] == [1, 1, 0]


def test_step_killed_in_the_middle_has_written_nothing(national, monkeypatch):
    for number in range(3):
        pole_with(f"contact{number}@example.org")
    held = draft(national)
    mailings.start(national, held.pk)
    post, calls = letters.post, itertools.count()

    def dies(*arguments, **options):
        if next(calls) == 1:
            raise KeyboardInterrupt
        return post(*arguments, **options)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("ptce_site.letters.post", dies)
        mailings.step(held.pk)
    assert (Letter.objects.count(), MailingLetter.objects.count()) == (0, 0)
    assert mailings.step(held.pk) == 3


def test_letter_is_read_as_text_and_as_html(national):
    pole_with("contact@example.org", name="Pôle <A>")
    held = draft(national, text="Bonjour <script>alert(1)</script> **fort**")
    mailings.start(national, held.pk)
    mailings.step(held.pk)
    letters.deliver(Letter.objects.get().pk)

    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert "**fort**" in sent.body and "Vous recevez ce courriel pour Pôle <A>." in sent.body
    assert "<strong>fort</strong>" in html and "<script>" not in html and "Pôle &lt;A&gt;" in html
    link = f"/cellule/ne-plus-recevoir/{MailingLetter.objects.get().key}/"
    assert link in sent.body and link in html
    assert sent.extra_headers["List-Unsubscribe"].endswith(f"{link}>") and "List-Unsubscribe-Post" in sent.extra_headers
    assert (Letter.objects.get().html, Letter.objects.get().unsubscribe) == ("", "")
    mailings.try_on_self(national, held)
    letters.deliver(Letter.objects.latest("pk").pk)
    assert "List-Unsubscribe" not in mail.outbox[-1].extra_headers


def test_who_asked_for_no_more_receives_no_general_information(national):
    pole_with("contact@example.org")
    first = draft(national)
    mailings.start(national, first.pk)
    mailings.step(first.pk)
    address = f"/cellule/ne-plus-recevoir/{MailingLetter.objects.get().key}/"
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert (
        not Unsubscribed.objects.exists() and "no-store" in page["Cache-Control"] and b"contact@example.org" not in page.content
    )
    for _ in range(2):  # as a mail program asks, without a page
        asked = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert "C'est fait" in asked.content.decode().replace("&#x27;", "'")

    assert Unsubscribed.objects.get().email == "contact@example.org"
    general, own = draft(national), draft(national, is_general=False)
    assert mailings.waiting(general) == {} and list(mailings.waiting(own)) == ["contact@example.org"]
    with pytest.raises(ValidationError, match="Personne à qui écrire"):
        mailings.start(national, general.pk)
    mailings.start(national, own.pk)
    mailings.step(own.pk)
    assert "ne-plus-recevoir" not in Letter.objects.latest("pk").text
    unknown = "/cellule/ne-plus-recevoir/00000000-0000-0000-0000-000000000000/"
    assert client.get(unknown).status_code == 404
    assert client.post(unknown).status_code == 404


def test_addresses_are_forgotten_and_given_to_whom_they_are_of(national):
    person = factories.user("editrice@example.org")
    pole = factories.pole("Pôle")
    Coordinator.objects.create(pole=pole, user=person, level="editor")
    held = draft(national)
    mailings.start(national, held.pk)
    mailings.step(held.pk)
    mailings.unsubscribe(MailingLetter.objects.get().key)
    told = persons.held_about(person)
    assert len(told["envois_recus"]) == 1 and len(told["desinscriptions"]) == 1
    assert persons.held_about(national)["envois_ecrits"][0]["objet"] == held.subject

    MailingLetter.objects.update(written_at=timezone.now() - mailings.KEPT - datetime.timedelta(hours=1))
    tasks.erase_old.func(0)
    assert MailingLetter.objects.get().email == ""
    persons.erase(person.pk, person.email)
    assert not Unsubscribed.objects.exists()


def test_regional_staff_write_to_their_poles_alone(national):
    here = factories.pole("Ici", seat_departement=factories.departement(), email="ici@example.org")
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    factories.pole("Ailleurs", seat_departement=paris, email="ailleurs@example.org")
    regional = factories.user("cra84@example.org", role="regionale", region_codes=["84"])
    held, others = draft(regional), draft(national)

    assert list(held.poles.all()) == [here] and others.poles.count() == 2
    for action in (mailings.start, mailings.pause):
        with pytest.raises(PermissionDenied):
            action(regional, others.pk)
    with pytest.raises(PermissionDenied):
        draft(factories.user("personne@example.org"))
    client = sign_in(Client(), regional)
    assert client.get(f"{LIST}{others.pk}/change/").status_code in (302, 404)
    assert client.get(f"{LIST}{held.pk}/change/").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_address_of_mailings(role):
    pole_with("contact@example.org", name="Pôle secret")
    held = draft(factories.user("auteur@example.org", role="nationale"), subject="Objet secret")
    client = client_of(role)
    pages = [LIST, f"{LIST}add/", f"{LIST}{held.pk}/change/", "/admin/cell/unsubscribed/"]
    for address, method in itertools.product(pages, ("get", "head", "post", "put", "patch", "delete")):
        answer = getattr(client, method)(address)
        if role == "national staff":
            assert answer.status_code in (200, 302, 405, 422), (address, method)
            continue
        is_regional = role.startswith("regional") and address in (LIST, f"{LIST}add/")
        assert answer.status_code in ((200, 302, 405, 422) if is_regional else (302, 403, 404)), (address, method)
        assert b"Objet secret" not in answer.content
    for action in ("envoyer", "essayer", "pause", "reprendre"):
        opened = {f"initial-{name}": getattr(held, name) for name in ("subject", "text", "is_general")}
        client.post(f"{LIST}{held.pk}/change/", {"action": action, "subject": "X", "text": "Y", **opened})
        held.refresh_from_db()
    assert Letter.objects.exists() == (role == "national staff")
