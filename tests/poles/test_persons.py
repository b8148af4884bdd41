"""What is held of a person: all given to them, all erased when they ask or no longer come."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from charter.models import Campaign, CharterVersion, Signature, SigningDraft
from charter.services import signatures
from poles.models import Coordinator, Invitation, KeptForm, Pole, Proposal, Report
from poles.services import coordination, persons, proposals, requests
from poles.services.changes import Wanted
from poles.tasks import erase_unused_accounts
from ptce_site.models import Letter
from ptce_site.tasks import erase_old_letters
from tests import factories
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
EMAIL, NAME = "dominique@example.org", "Dominique Fictif"
MESSAGE, PROOF = "Message très personnel", "Preuve très personnelle"


@pytest.fixture
def person():
    """Somebody who did all that one may do."""
    pole = factories.pole("Pôle A", slug="pole-a")
    requests.claim(pole, name=NAME, function="Coordination", email=EMAIL, proof=PROOF)
    Report.objects.create(pole=pole, what="Faux.", email=EMAIL.title())
    user = coordination.accept(coordination.invite(pole, EMAIL, "editor", None), NAME).user
    coordination.invite(pole, "collegue@example.org", "reader", user)
    proposals.save(user, pole, [Wanted("summary", "Un résumé.")])
    proposals.save(user, pole, [Wanted("name", "Pôle B")])
    sent = proposals.submit(user, pole, MESSAGE)
    pole.named_contacts.create(name=NAME, function="Coordination", email=EMAIL)
    KeptForm.objects.create(user=user, pole=pole, section="contact", typed={"email": [EMAIL]})
    sign_the_charter(pole)
    proposals.decide(factories.staff(), sent.pk, accepted=[], reply="Non.")
    Letter.objects.filter(to=EMAIL).update(error=f"refusé pour {EMAIL}")
    Letter.objects.exclude(to=EMAIL).update(state="sent", text="")  # what is sent is not kept
    return user


def sign_the_charter(pole):
    """A signature that waits, and another that was begun."""
    fields = {"slug": "2021", "title": "Charte fictive", "publisher": "Fictif", "adopted_on": "2021-06-01"}
    version = CharterVersion.objects.create(**fields, state="en-vigueur", document="https://example.org/charte.pdf")
    who = {"signatory_name": NAME, "signatory_function": "Direction", "email": EMAIL}
    signatures.send(Signature(version=version, pole=pole, name=pole.name, **who))
    campaign = Campaign.objects.create(version=version, subject="Signez", text="Bonjour.")
    campaign.letters.create(round=0, email=EMAIL)
    SigningDraft.objects.create(email=EMAIL, typed={"signatory_name": [NAME]})


def signed_in_by_code(client, user, minutes_ago):
    """What django-allauth keeps in the session of who typed the code of a letter."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": timezone.now().timestamp() - 60 * minutes_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def said_in_the_database(text):
    """The tables that say it, in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE %s', [f"%{text}%"])  # noqa: S608
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_everything_held_is_given_to_the_person_alone(person):
    response = sign_in(Client(), person).get("/compte/mes-donnees/")
    held = json.loads(response.content)

    assert "attachment" in response["Content-Disposition"] and "no-store" in response["Cache-Control"]
    of_staff = ("back_office", "decisions", "signatures_decidees", "notes_de_suivi", "signalements_traites")
    of_staff += ("vues_gardees", "imports", "operations", "candidatures_lues", "envois_ecrits")
    lists = ("envois_recus", "desinscriptions")  # tests/cell/test_mailings
    assert [name for name in held if not held[name] and name not in (*of_staff, *lists, "seconds_facteurs", "actes")] == []
    assert held["compte"]["email"] == EMAIL
    assert [one["message"] for one in held["propositions"]] == ["", MESSAGE]
    assert "cellule@example.org" not in response.content.decode()


def test_erasure_leaves_no_trace_of_the_person_and_all_of_the_pole(person):
    for text in (EMAIL, NAME, MESSAGE, PROOF):
        assert said_in_the_database(text), text
    client = sign_in(Client(), person)
    # As someone who has just signed in.
    signed_in_by_code(client, person, minutes_ago=1)

    assert client.get("/compte/effacer/").status_code == 200
    assert "Votre compte est effacé" in client.post("/compte/effacer/").content.decode()
    assert [said_in_the_database(text) for text in (EMAIL, NAME, MESSAGE, PROOF)] == [[], [], [], []]
    assert Pole.objects.get().summary == "Un résumé."
    assert [(one.author, one.changes.count()) for one in Proposal.objects.all()] == [(None, 1), (None, 1)]
    assert Invitation.objects.get().email == "collegue@example.org"
    assert client.get("/compte/mes-donnees/").status_code == 302


def test_erasure_asks_for_the_password_again(person):
    person.set_password("un long mot de passe")
    person.save()
    response = sign_in(Client(), person).post("/compte/effacer/")

    assert response.status_code == 302 and response["Location"].startswith("/compte/")
    assert User.objects.filter(email=EMAIL).exists()


def test_what_was_done_from_where_is_given_too(person):
    client = sign_in(Client(), person)
    client.post("/espace/pole-a/exact/")
    held = json.loads(client.get("/compte/mes-donnees/").content)

    assert [act["depuis"] for act in held["actes"]] == ["/espace/pole-a/exact/"]


def test_cell_erases_whom_asks_by_letter_and_its_log_keeps_nobody(person):
    pole = Pole.objects.get()
    cell = sign_in(Client(), User.objects.get(email="cellule@example.org"))
    cell.post("/admin/poles/invitation/add/", {"pole": pole.pk, "email": "collegue2@example.org", "level": "editor"})
    named = pole.named_contacts.create(name="Nommée Fictive", function="Direction", email="nommee@example.org")
    invited = coordination.accept(Invitation.objects.get(email="collegue2@example.org"), "Collègue Fictif").user
    assert said_in_the_database("collegue2@example.org")

    assert cell.post(f"/admin/poles/namedcontact/{named.pk}/delete/", {"post": "yes"}).status_code == 302
    assert cell.post(f"/admin/accounts/user/{invited.pk}/delete/", {"post": "yes"}).status_code == 302
    staff = User.objects.get(email="cellule@example.org")
    assert cell.post(f"/admin/accounts/user/{staff.pk}/delete/", {"post": "yes"}).status_code == 403

    for text in ("collegue2@example.org", "Collègue Fictif", "Nommée Fictive", "nommee@example.org"):
        assert said_in_the_database(text) == [], text


def test_address_of_a_letter_is_kept_a_year(person):
    Letter.objects.update(created_at=timezone.now() - datetime.timedelta(days=366))
    erase_old_letters(0)

    assert set(Letter.objects.values_list("to", flat=True)) == {""}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("minutes", [None, 6])
def test_who_signs_in_by_code_signs_in_again_to_be_erased(person, method, minutes):
    client = sign_in(Client(), person)
    if minutes:
        signed_in_by_code(client, person, minutes)

    response = getattr(client, method)("/compte/effacer/")

    assert response["Location"] == "/compte/connexion/?next=/compte/effacer/"
    assert User.objects.filter(email=EMAIL).exists() and client.get("/espace/").status_code == 302


@pytest.mark.parametrize("address", ["/compte/mes-donnees/", "/compte/effacer/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_led_to_sign_in(client, address, method):
    response = getattr(client, method)(address)

    assert response.status_code == (405 if (address, method) == ("/compte/mes-donnees/", "post") else 302)


def test_staff_is_not_erased_before_its_role_is_taken():
    staff = factories.staff()

    with pytest.raises(ValidationError):
        persons.erase(staff)
    assert User.objects.filter(pk=staff.pk).exists()


def test_unused_account_is_warned_then_erased(capsys):
    now = timezone.now()
    used = {"recent": 10, "almost": 705, "old": 800, "came back": 1}
    for name, days in used.items():
        email = f"{name.replace(' ', '-')}@example.org"
        user = factories.user(email)
        User.objects.filter(pk=user.pk).update(last_login=now - datetime.timedelta(days=days))
    User.objects.filter(email="came-back@example.org").update(warned_at=now - datetime.timedelta(days=40))
    never = factories.user("jamais@example.org")
    User.objects.filter(pk=never.pk).update(created_at=now - datetime.timedelta(days=800))
    cell = factories.staff()
    User.objects.filter(pk=cell.pk).update(last_login=now - datetime.timedelta(days=800))

    call_command("erase_unused_accounts")
    assert "Comptes à prévenir : 3. Comptes à effacer : 0." in capsys.readouterr().out
    assert not Letter.objects.exists()
    erase_unused_accounts(0)
    erase_unused_accounts(0)
    assert set(Letter.objects.values_list("to", flat=True)) == {"almost@example.org", "old@example.org", "jamais@example.org"}
    assert (Letter.objects.count(), User.objects.count()) == (3, 6)

    User.objects.exclude(warned_at=None).update(warned_at=now - datetime.timedelta(days=31))
    User.objects.filter(email="old@example.org").update(last_login=now)
    call_command("erase_unused_accounts", "--wet-run")
    left = set(User.objects.values_list("email", flat=True))
    assert left == {
        "recent@example.org",
        "almost@example.org",
        "old@example.org",
        "came-back@example.org",
        "cellule@example.org",
    }


def test_erasing_one_editor_leaves_the_others(person):
    other = Coordinator.objects.create(user=factories.user("autre@example.org"), pole=Pole.objects.get())
    persons.erase(person)

    assert list(Coordinator.objects.all()) == [other]
