"""Signing in: by password or by code, with a second factor for staff; the same answer for all; nothing used up by a robot."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.second_factor import SHOWN_BY, is_set
from tests import factories
from tests.letters import delivered
from tests.signed_in import code_of, sign_in

pytestmark = pytest.mark.django_db
# allauth tells of a factor once it is committed.
WITH_COMMITS = pytest.mark.django_db(transaction=True)
PASSWORD = "un long mot de passe"
SIGN_IN, CODE, ENTER_CODE = "/compte/connexion/", "/compte/connexion/code/", "/compte/connexion/code/saisir/"
APPLICATION, VERIFY = "/compte/second-facteur/application/", "/compte/second-facteur/verifier/"


def by_password(client, email, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)


def is_signed_in(client):
    return client.get("/compte/").status_code == 200


def code_sent():
    return re.search(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)$", delivered()[-1].body, re.MULTILINE)[1]


@pytest.fixture(autouse=True)
def no_limit_yet(db):
    """Limits are counted in a table of their own, which a flush does not empty."""
    cache.clear()


def set_application(client, password=PASSWORD):
    """Set an application of codes up, the password typed again; its key."""
    asked = client.get(APPLICATION)
    assert asked["Location"].startswith("/compte/confirmer/")
    shown = client.post(asked["Location"], {"password": password}, follow=True)
    assert "data:" in shown["Content-Security-Policy"]  # the code to aim at is drawn in the page
    assert "data:" not in asked["Content-Security-Policy"]
    secret = re.search(r"<code>(\w+)</code>", shown.content.decode())[1]
    assert client.post(APPLICATION, {"code": code_of(secret)}).status_code == 302
    return secret


def with_application(user):
    """Its key, and the client that set it up."""
    client = signed_in_by_password(user)
    return set_application(client), client


def signed_in_by_password(user):
    client = Client()
    by_password(client, user.email)
    return client


@pytest.mark.parametrize("typed", ["personne@example.org", "PERSONNE@Example.ORG"])
def test_person_signs_in_by_password_and_out(typed):
    factories.user()
    client = Client()

    assert by_password(client, typed)["Location"] == "/espace/"
    assert is_signed_in(client)
    assert client.get("/compte/deconnexion/").status_code == 200 and is_signed_in(client)  # a GET changes nothing
    client.post("/compte/deconnexion/")
    assert not is_signed_in(client)


def test_code_sent_by_mail_signs_in_once_in_the_window_that_asked_for_it():
    factories.user()
    client = Client()

    assert client.post(CODE, {"email": "personne@example.org"})["Location"] == ENTER_CODE
    assert [message.to for message in delivered()] == [["personne@example.org"]]
    for _ in range(3):  # a scanner of mail opens pages; it enters nothing
        assert Client().get(ENTER_CODE).status_code == 302
        assert client.get(ENTER_CODE).status_code == 200
    assert Client().post(ENTER_CODE, {"code": code_sent()})["Location"].startswith(SIGN_IN)
    assert client.post(ENTER_CODE, {"code": code_sent()})["Location"] == "/espace/"
    assert is_signed_in(client)

    client.post("/compte/deconnexion/")
    assert client.post(ENTER_CODE, {"code": code_sent()}).status_code == 302
    assert not is_signed_in(client)


def test_code_opens_what_asks_to_have_signed_in_of_late_to_who_has_no_password():
    user = factories.user()
    user.set_unusable_password()
    user.save()
    client = Client()
    client.post(CODE, {"email": user.email})
    client.post(ENTER_CODE, {"code": code_sent()})

    assert client.get("/compte/effacer/").status_code == 200


def test_flood_of_others_does_not_wipe_the_count_of_one():
    cache.set("compte", 5, 3600)
    for number in range(400):
        cache.set(f"autre-{number}", 1, 3600)

    assert cache.get("compte") == 5


def test_wrong_code_is_told_and_three_end_it():
    factories.user()
    client = Client()
    client.post(CODE, {"email": "personne@example.org"})

    assert "incorrect" in client.post(ENTER_CODE, {"code": "XXXX"}).content.decode().lower()
    for _ in range(2):
        client.post(ENTER_CODE, {"code": "XXXX"})
    client.post(ENTER_CODE, {"code": code_sent()})

    assert not is_signed_in(client)


def test_answer_is_the_same_whether_the_address_has_an_account_or_not():
    factories.user()
    pages = []
    for email in ("personne@example.org", "inconnue@example.org"):
        client = Client()
        wrong = by_password(client, email, "un mauvais mot de passe").content.decode()
        asked = client.post(CODE, {"email": email})
        entered = client.get(asked["Location"]).content.decode()
        refused = client.post(ENTER_CODE, {"code": "XXXX"}).content.decode()
        shown = "\n".join([wrong, asked["Location"], entered, refused]).replace(email, "ADRESSE")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown))

    assert pages[0] == pages[1]
    assert [message.to for message in delivered()] == [["personne@example.org"], ["inconnue@example.org"]]
    assert "n'a pas de compte" in delivered()[1].body


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_opens_an_account_alone(client, method):
    response = getattr(client, method)("/compte/ouverture/", {"email": "nouvelle@example.org"})

    assert response.status_code == 200
    assert "sur invitation" in response.content.decode()
    assert User.objects.count() == 0


@WITH_COMMITS
def test_staff_enters_the_back_office_with_a_second_factor_only():
    staff = factories.staff()
    client = signed_in_by_password(staff)

    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/poles/pole/")["Location"].startswith("/compte/second-facteur/?next=")
    secret, client = with_application(staff)
    assert client.get("/admin/").status_code == 200
    assert is_set(staff)

    again = signed_in_by_password(staff)
    assert not is_signed_in(again)
    assert "incorrect" in again.post(VERIFY, {"code": "000000"}).content.decode().lower()
    assert again.post(VERIFY, {"code": code_of(secret, steps=1)})["Location"] == "/admin/"
    assert again.get("/admin/").status_code == 200


def test_second_factor_of_one_person_does_not_open_the_session_of_another():
    client = sign_in(Client(), factories.staff())
    other = factories.staff("autre@example.org")
    assert client.get("/admin/").status_code == 200

    client.force_login(other)
    session = client.session
    session[SHOWN_BY] = User.objects.get(email="cellule@example.org").pk
    session.save()

    assert client.get("/compte/").status_code == 200
    assert client.get("/admin/").status_code == 302


@WITH_COMMITS
def test_recovery_code_replaces_the_application_once():
    staff = factories.staff()
    _, client = with_application(staff)
    codes = re.findall(r"<li><code>(\d+)</code></li>", client.get("/compte/second-facteur/secours/").content.decode())
    assert len(codes) == 10

    again = signed_in_by_password(staff)
    assert again.post(VERIFY, {"code": codes[0]})["Location"] == "/admin/"
    third = signed_in_by_password(staff)
    third.post(VERIFY, {"code": codes[0]})
    assert not is_signed_in(third)


@WITH_COMMITS
def test_change_of_password_or_factor_ends_the_other_sessions():
    user = factories.user()
    here, elsewhere = signed_in_by_password(user), signed_in_by_password(user)
    assert is_signed_in(here) and is_signed_in(elsewhere)

    new = {"oldpassword": PASSWORD, "password1": "une phrase bien à moi 42", "password2": "une phrase bien à moi 42"}
    assert here.post("/compte/mot-de-passe/changer/", new).status_code == 302
    assert is_signed_in(here) and not is_signed_in(elsewhere)

    by_password(elsewhere, user.email, new["password1"])
    assert is_signed_in(elsewhere)
    set_application(here, new["password1"])
    assert is_signed_in(here) and not is_signed_in(elsewhere)


def test_attempts_are_limited_by_address_whatever_the_header_says():
    factories.user()
    answers = [
        by_password(Client(), "personne@example.org", f"essai {number}", headers={"x-forwarded-for": f"10.0.0.{number}"})
        for number in range(40)
    ]

    assert answers[0].status_code == 200
    refused = [answer for answer in answers if answer.status_code == 429 or "Trop" in answer.content.decode()]
    assert refused
    assert by_password(Client(), "personne@example.org").status_code != 302  # the right password, too late


def test_account_that_was_closed_does_not_enter():
    factories.user(is_active=False)

    by_password(client := Client(), "personne@example.org")

    assert not is_signed_in(client)


def test_session_holds_when_the_secret_is_renewed_and_the_former_one_kept(settings):
    client = signed_in_by_password(factories.user())

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "un nouveau secret" * 4, [settings.SECRET_KEY]

    assert is_signed_in(client)
