"""Writing to the poles of a list: who may, to whom, once each, held and gone on, unsubscribed, forgotten."""

import datetime
import itertools
import re

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


@pytest.fixture
def national():
    return factories.staff()


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
    assert Letter.objects.get().html == ""


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
    assert client.post(address).status_code == 403
    token = client.cookies["csrftoken"].value
    for _ in range(2):
        assert "C'est fait" in client.post(address, {"csrfmiddlewaretoken": token}).content.decode().replace("&#x27;", "'")

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
    assert client.post(unknown, {"csrfmiddlewaretoken": token}).status_code == 404


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
        client.post(f"{LIST}{held.pk}/change/", {"action": action, "subject": "X", "text": "Y"})
    assert Letter.objects.exists() == (role == "national staff")


def test_from_the_filtered_list_to_the_letters(national, django_assert_max_num_queries):
    factories.pole("Ici", seat_departement=factories.departement(), email="ici@example.org")
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    factories.pole("Ailleurs", seat_departement=paris, email="ailleurs@example.org")
    client = sign_in(Client(), national)
    link = "/admin/cell/mailing/add/?region=84"
    assert link in client.get("/admin/poles/pole/?region=84").content.decode()
    page = client.get(link).content.decode()
    assert "1 pôle (" in page and "Auvergne" in page
    assert client.post(link, {"subject": "", "text": "Bonjour"}).status_code == 422
    sent = client.post(link, {"subject": "Bonjour", "text": "Un **mot**.", "is_general": "on"})
    with django_assert_max_num_queries(12):
        page = client.get(sent["Location"]).content.decode()
    assert "Envoyer à 1 adresse" in page and "<strong>mot</strong>" in page
    client.post(sent["Location"], {"subject": "Bonsoir", "text": "Un mot.", "is_general": "on", "action": "essayer"})
    assert Letter.objects.get().to == national.email and Letter.objects.get().subject == "[essai] Bonsoir"
    client.post(sent["Location"], {"subject": "", "text": "x", "action": "envoyer"})
    held = Mailing.objects.get()
    assert (held.state, held.subject) == ("brouillon", "Bonsoir")
    client.post(sent["Location"], {"subject": "Bonsoir", "text": "Un mot.", "is_general": "on", "action": "envoyer"})
    mailings.step(held.pk)
    assert sorted(Letter.objects.values_list("to", flat=True)) == [national.email, "ici@example.org"]
    over = client.get(sent["Location"]).content.decode()
    assert "Terminé" in over and 'name="action"' not in over
    assert client.get("/admin/cell/mailing/add/?inconnu__x=1").status_code == 404


def test_page_of_a_letter_tells_what_came_of_it_and_a_draft_is_thrown_away(national, django_assert_max_num_queries):
    pole_with("un@example.org", name="Pôle A")
    Pole.objects.update(publication="retire")
    pole_with(name="Pôle muet")
    client = sign_in(Client(), national)
    asked = client.get("/admin/cell/mailing/add/").content.decode()
    assert "2 pôles" in asked and "Dont 1 qui n'est pas public" in asked
    held = draft(national, is_general=True)
    page = f"/admin/cell/mailing/{held.pk}/change/"

    shown = client.get(page).content.decode()
    assert "Vous recevez ce courriel pour Pôle A." in shown and "Ne plus recevoir d'informations générales" in shown
    assert re.search(r"Pôles sans adresse : 1</summary><ul><li><a [^>]*>Pôle muet</a>", shown)
    mailings.start(national, held.pk)
    mailings.step(held.pk)
    Letter.objects.update(state="failed")
    with django_assert_max_num_queries(12):
        assert "refusées ou douteuses : 1 (<a " in client.get(page).content.decode()
    other = draft(national)
    gone = client.post(f"/admin/cell/mailing/{other.pk}/change/", {"subject": "", "action": "supprimer"}, follow=True)
    assert "Brouillon supprimé" in gone.content.decode() and Mailing.objects.get() == held
    client.post(page, {"action": "supprimer"})
    mailings.discard(national, held.pk)
    assert Mailing.objects.get() == held


def test_draft_is_thrown_away_by_who_may_see_it_only(national):
    held = draft(national)
    regional = factories.user("cra84@example.org", role="regionale", region_codes=["84"])

    with pytest.raises(PermissionDenied):
        mailings.discard(regional, held.pk)
    sign_in(client := Client(), regional)
    assert client.post(f"/admin/cell/mailing/{held.pk}/change/", {"action": "supprimer"}).status_code == 404
    assert Mailing.objects.get() == held


def test_list_without_poles_is_not_written_to(national):
    factories.region()
    answer = sign_in(Client(), national).get(f"{LIST}add/?region=84", follow=True)

    assert answer.redirect_chain == [("/admin/poles/pole/?region=84", 302)]
    assert "personne à qui écrire" in answer.content.decode()


def test_preview_and_test_are_signed_for_poles_that_will_read_it(national):
    pole_with(name="Pôle A sans adresse")
    pole_with("contact@example.org", name="Pôle B")
    pole_with("contact@example.org", name="Pôle C")
    held = draft(national)

    mailings.try_on_self(national, held)

    assert "pour Pôle B, Pôle C." in mailings.preview(held) and "pour Pôle B, Pôle C." in Letter.objects.get().text
    Pole.objects.update(email="")
    assert "pour Pôle A sans adresse." in mailings.preview(held)
