"""Two people on one record of the back office."""

import datetime

import psycopg
import pytest
from django.db import connection

from accounts.models import User
from cell.models import Application, Call
from poles.models import GlossaryWord, Pole
from ptce_site.models import SiteSettings
from tests import factories
from tests.poles.back_office import client_of, form_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


@pytest.fixture
def client():
    return client_of("national staff")


def opened(client, page):
    """What the browser would send back of a page without rows, unchanged."""
    shown = client.get(page)
    assert 'name="ouvert-le"' in shown.content.decode()
    values = {field.html_name: field.value() for field in shown.context["adminform"].form}
    return {**{name: "" if value is None else value for name, value in values.items()}, **shown.context["moments"]}


def test_what_somebody_else_wrote_stays_where_one_wrote_nothing(client):
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    page = f"/admin/poles/glossaryword/{word.pk}/change/"
    typed = {**opened(client, page), "name": "Scop"}
    GlossaryWord.objects.filter(pk=word.pk).update(definition="Société coopérative.")

    assert client.post(page, typed).status_code == 302

    assert GlossaryWord.objects.values_list("name", "definition").get() == ("Scop", "Société coopérative.")


def test_where_both_wrote_it_is_told_and_sent_again_it_is_replaced(client):
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    page = f"/admin/poles/glossaryword/{word.pk}/change/"
    typed = {**opened(client, page), "name": "Ma Scop"}
    GlossaryWord.objects.filter(pk=word.pk).update(name="Sa Scop", definition="Société coopérative.")

    told = client.post(page, typed)
    shown = told.content.decode()

    assert "quelqu&#x27;un a écrit ici : « Sa Scop »" in shown and 'value="Ma Scop"' in shown
    assert list(told.context["adminform"].form.errors) == ["name"]
    GlossaryWord.objects.filter(pk=word.pk).update(name="Encore une autre")
    again = client.post(page, {**typed, **told.context["moments"]})
    assert "« Encore une autre »" in again.content.decode()
    assert client.post(page, {**typed, **again.context["moments"]}).status_code == 302
    assert GlossaryWord.objects.values_list("name", "definition").get() == ("Ma Scop", "Société coopérative.")


def test_one_comes_back_on_what_one_wrote_oneself(client):
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    page = f"/admin/poles/glossaryword/{word.pk}/change/"
    assert client.post(page, {**opened(client, page), "name": "Scop"}).status_code == 302

    assert client.post(page, {**opened(client, page), "name": "SCOP"}).status_code == 302

    assert GlossaryWord.objects.get().name == "SCOP"


def test_pole_corrected_by_two_people_keeps_both_and_says_who_wrote_what(client):
    pole = factories.pole("Un nom", seat_commune=factories.commune(), summary="Un résumé.")
    link = pole.recognitions.create(kind="aap-2013", result="lauréat")
    page = f"/admin/poles/pole/{pole.pk}/change/"
    typed = {**form_of(client, pole), **client.get(page).context["moments"], "founded_year": "2015"}
    typed |= {"recognitions-0-source": "liste"}
    Pole.objects.filter(pk=pole.pk).update(summary="Un autre résumé.")
    pole.recognitions.filter(pk=link.pk).update(result="lauréat national")

    answer = client.post(page, typed)

    assert answer.status_code == 302, answer.context["errors"]
    pole.refresh_from_db()
    assert (pole.summary, pole.founded_year) == ("Un autre résumé.", 2015)
    assert pole.recognitions.values_list("result", "source").get() == ("lauréat national", "liste")
    assert set(pole.origins.values_list("field", flat=True)) == {"founded_year", "recognitions"}


def test_opinion_given_meanwhile_is_not_emptied(client):
    call = Call.objects.create(slug="ami-fictif", name="AMI fictif", year=2026, organiser="État")
    application = Application.objects.create(
        call=call, name="Projet", departement=factories.departement(), received_on=datetime.date(2026, 1, 2)
    )
    page = f"/admin/cell/application/{application.pk}/change/"
    typed = {**opened(client, page), "name": "Projet mieux nommé"}
    Application.objects.filter(pk=application.pk).update(first_opinion="favorable", first_reading="Bien.")

    assert client.post(page, typed).status_code == 302
    kept = Application.objects.values_list("name", "first_opinion", "first_reading").get()
    assert kept == ("Projet mieux nommé", "favorable", "Bien.")


def test_settings_of_the_site_are_not_undone_by_each_other(client):
    page = "/admin/ptce_site/sitesettings/1/change/"
    client.post(page, {**opened(client, page), "name": "Premier"})
    stale = {**opened(client, page), "name": "Deuxième"}
    client.post(page, {**opened(client, page), "publisher_name": "Entre-temps"})

    assert client.post(page, stale).status_code == 302

    assert SiteSettings.objects.values_list("name", "publisher_name").get() == ("Deuxième", "Entre-temps")


def test_what_was_being_written_when_the_page_was_opened_is_kept(client):
    """History dates a change by the beginning of its transaction: that of an import may be half a minute before its end."""
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    page = f"/admin/poles/glossaryword/{word.pk}/change/"
    with psycopg.connect(**connection.get_connection_params()) as importing:
        importing.execute("UPDATE poles_glossaryword SET definition = 'Société coopérative.'")
        typed = {**opened(client, page), "name": "Scop"}
    assert typed["definition"] == "Société."

    assert client.post(page, typed).status_code == 302

    assert GlossaryWord.objects.values_list("name", "definition").get() == ("Scop", "Société coopérative.")


def test_rights_given_meanwhile_to_an_account_stay(client):
    person = factories.user("membre@example.org", name="Un nom")
    page = f"/admin/accounts/user/{person.pk}/change/"
    typed = {**opened(client, page), "name": "Autre nom"}
    User.objects.filter(pk=person.pk).update(role="charte")

    assert client.post(page, typed).status_code == 302

    assert User.objects.values_list("name", "role").get(pk=person.pk) == ("Autre nom", "charte")


@pytest.mark.parametrize("moment", ["", "hier", "2026-13-45T00:00:00", "2026-01-01T00:00:00", "9" * 400])
def test_moment_that_says_nothing_is_left_out(client, moment):
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    page = f"/admin/poles/glossaryword/{word.pk}/change/"
    typed = {**opened(client, page), "name": "Scop", "ouvert-le": moment}

    assert client.post(page, typed).status_code == 302
    assert GlossaryWord.objects.get().name == "Scop"


def test_settings_written_for_the_first_time_by_two_people(client):
    """Neither page had a row to show."""
    page = "/admin/ptce_site/sitesettings/1/change/"
    stale = {**opened(client, page), "name": "Deuxième"}
    client.post(page, {**opened(client, page), "name": "Premier", "publisher_name": "Éditrice"})

    told = client.post(page, stale)

    assert "a écrit ici : « Premier »" in told.content.decode()
    assert client.post(page, {**stale, **told.context["moments"]}).status_code == 302
    assert SiteSettings.objects.values_list("name", "publisher_name").get() == ("Deuxième", "Éditrice")


def test_legal_text_that_somebody_wrote_in_the_place_of_the_sites_own_stays(client):
    page = "/admin/ptce_site/sitesettings/1/change/"
    stale = {**opened(client, page), "publisher_address": "1 rue Fictive"}
    client.post(page, {**opened(client, page), "privacy": "Nos données, relues."})

    assert client.post(page, stale).status_code == 302

    assert SiteSettings.objects.values_list("publisher_address", "privacy").get() == ("1 rue Fictive", "Nos données, relues.")
