"""Accounts: one a person, whatever the case; and the one-time link of the staff."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from ptce_site.models import Letter
from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PASSWORD = {"new_password1": "une phrase bien à moi 42", "new_password2": "une phrase bien à moi 42"}


def test_address_is_one_account_whatever_its_case():
    factories.user("Marie.Curie@Example.org")

    assert User.objects.get_by_natural_key("MARIE.CURIE@example.ORG").email == "marie.curie@example.org"
    with pytest.raises(ValidationError, match="Un compte a déjà cette adresse"):
        factories.user("marie.CURIE@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(email="Marie.Curie@Example.org")


def link_for(email):
    out = io.StringIO()
    call_command("create_staff", email, stdout=out)
    return out.getvalue().splitlines()[-1].removeprefix("http://127.0.0.1:8000")


def opened(client, link):
    return client.get(link, follow=True)


def test_link_is_not_used_up_by_those_who_only_open_it():
    link = link_for("nouvelle@example.org")
    for _ in range(3):
        assert "new_password1" in opened(Client(), link).content.decode()

    person = Client()
    form = opened(person, link).redirect_chain[-1][0]
    assert person.post(form, PASSWORD)["Location"] == "/compte/mot-de-passe/choisi/"

    assert person.get("/compte/mot-de-passe/choisi/").status_code == 200
    assert "a déjà servi" in opened(Client(), link).content.decode()
    assert Client().login(username="NOUVELLE@example.org", password=PASSWORD["new_password1"])


def test_account_made_by_the_command_is_staff_and_has_no_password():
    link_for("nouvelle@example.org")

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, True, False)


def test_command_gives_a_known_person_access_without_touching_the_password():
    factories.user("connue@example.org")

    link_for("CONNUE@example.org")

    user = User.objects.get()
    assert user.is_staff and user.check_password("un long mot de passe")


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@b", "x" * 300 + "@example.org"])
def test_wrong_address_is_told(email):
    with pytest.raises(CommandError, match="EMAIL="):
        link_for(email)
    assert User.objects.count() == 0


@pytest.mark.parametrize("address", ["/compte/mot-de-passe/x/y/", "/compte/mot-de-passe/MQ/%00/", "/compte/mot-de-passe/é/è/"])
def test_wrong_link_gets_a_clear_page(client, address):
    response = client.get(address)

    assert response.status_code in (200, 400, 404)
    assert "n'est plus valable" in response.content.decode() or response.status_code != 200


def test_weak_password_is_refused_in_french(client):
    form = opened(client, link_for("nouvelle@example.org")).redirect_chain[-1][0]

    response = client.post(form, {"new_password1": "court", "new_password2": "court"})

    assert "trop court" in response.content.decode()
    assert not User.objects.get().has_usable_password()


def test_history_keeps_no_password():
    factories.user()

    event = User.objects.get().events.get()

    assert not hasattr(event, "password")


def test_regions_of_an_account_are_ticked():
    factories.region("11", "Île-de-France")
    person = factories.user("regionale@example.org", role="regionale", region_codes=["84"])
    factories.region()
    client, page = client_of("national staff"), f"/admin/accounts/user/{person.pk}/change/"
    sent = {"email": person.email, "name": "", "is_active": "on", "role": "regionale"}

    shown = client.get(page).content.decode()
    assert 'name="region_codes" value="84"' in shown and "Île-de-France" in shown
    assert client.post(page, {**sent, "region_codes": ["11", "84"]}).status_code == 302
    person.refresh_from_db()
    assert person.region_codes == ["11", "84"]
    wrong = client.post(page, {**sent, "region_codes": ["99"]})
    assert wrong.status_code == 200 and "99" in str(wrong.context["adminform"].form.errors)


def test_code_of_a_region_that_is_no_more_is_not_lost():
    factories.region()
    person = factories.user("regionale@example.org", role="regionale", region_codes=["22"])
    sent = {"email": person.email, "name": "Nom", "is_active": "on", "role": "regionale", "region_codes": ["22"]}

    assert client_of("national staff").post(f"/admin/accounts/user/{person.pk}/change/", sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.region_codes) == ("Nom", ["22"])


def test_new_member_of_the_staff_gets_a_letter_to_choose_a_password():
    factories.region("84", "Auvergne-Rhône-Alpes")
    client = client_of("national staff")
    page = "/admin/accounts/user/add/"
    assert "Single" not in client.get(page).content.decode()
    typed = {"email": "Nouvelle@example.org", "name": "Nouvelle", "role": "regionale"}

    refused = client.post(page, typed)
    assert refused.status_code == 200 and User.objects.filter(email="nouvelle@example.org").count() == 0
    assert client.post(page, {**typed, "region_codes": ["84"]}).status_code == 302

    person = User.objects.get(email="nouvelle@example.org")
    assert (person.role, person.region_codes, person.has_usable_password()) == ("regionale", ["84"], False)
    letter = Letter.objects.get(to="nouvelle@example.org")
    link = re.search(r"https?://[^/\s]+(/compte/mot-de-passe/\S+)", letter.text)[1]
    chosen = Client()
    form = chosen.get(link, follow=True)
    assert chosen.post(form.redirect_chain[-1][0], PASSWORD).status_code == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD["new_password1"])
