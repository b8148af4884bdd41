"""Periods in the back office: typed as people say them."""

import datetime
import re

import pytest

from poles.models import Membership
from ptce_site.clock import today
from tests import factories
from tests.poles.back_office import client_of, form_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


@pytest.fixture
def row():
    """A member known by its year, that still is."""
    pole = factories.pole("Pôle", seat_commune=factories.commune())
    return Membership.objects.create(
        pole=pole, organisation=factories.organisation("Adhérente"), role="membre",
        period=("2016-01-01", None), start_precision="year", end_precision="open",
    )  # fmt: skip


def opened(client, page):
    shown = client.get(page)
    values = {field.html_name: field.value() for field in shown.context["adminform"].form}
    return {**{name: "" if value is None else value for name, value in values.items()}, **shown.context["moments"]}


def kept():
    row = Membership.objects.get()
    return str(row.period.lower), str(row.period.upper), row.start_precision, row.end_precision


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ({}, ("2016-01-01", "None", "year", "open")),
        ({"since": "03/2016"}, ("2016-03-01", "None", "month", "open")),
        ({"since": "2016-03-12", "goes_on": ""}, ("2016-03-12", "None", "day", "unknown")),
        ({"until": "2019", "goes_on": ""}, ("2016-01-01", "2019-01-01", "year", "year")),
        ({"until": "31/12/2019", "goes_on": ""}, ("2016-01-01", "2020-01-01", "year", "day")),
        ({"since": "", "until": "2019", "goes_on": ""}, ("None", "2019-01-01", "unknown", "year")),
    ],
)
def test_period_is_typed_as_people_say_it(row, typed, held):
    client, page = client_of("national staff"), f"/admin/poles/membership/{row.pk}/change/"
    sent = {name: value for name, value in {**opened(client, page), **typed}.items() if value not in ("", False)}

    answer = client.post(page, sent)

    assert answer.status_code == 302, answer.context["errors"]
    assert kept() == held


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"since": "hier"}, "since", "Une année (2014), un mois (03/2014) ou un jour (12/03/2014)."),
        ({"since": "0014"}, "since", "année"),
        ({"until": "2019"}, "goes_on", "C&#x27;est fini, ou toujours en cours : pas les deux."),
        ({"until": "2015", "goes_on": ""}, "until", "La fin doit suivre le début"),
        ({"since": ""}, "since", "Depuis quand ?"),
    ],
)
def test_period_that_says_nothing_is_told_beside_it_and_keeps_what_was_typed(row, typed, field, told):
    client, page = client_of("national staff"), f"/admin/poles/membership/{row.pk}/change/"
    sent = {name: value for name, value in {**opened(client, page), **typed}.items() if value not in ("", False)}

    answer = client.post(page, sent)

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert told in answer.content.decode()
    assert all(f'value="{value}"' in answer.content.decode() for value in typed.values() if value)
    assert kept() == ("2016-01-01", "None", "year", "open")


def test_period_that_somebody_else_changed_stays(row):
    client, page = client_of("national staff"), f"/admin/poles/membership/{row.pk}/change/"
    typed = {**opened(client, page), "source": "Leur site"}
    Membership.objects.filter(pk=row.pk).update(period=("2017-05-01", None), start_precision="month")

    assert client.post(page, typed).status_code == 302

    assert kept() == ("2017-05-01", "None", "month", "open") and Membership.objects.get().source == "Leur site"


def test_period_that_both_changed_is_told_then_replaced(row):
    client, page = client_of("national staff"), f"/admin/poles/membership/{row.pk}/change/"
    typed = {**opened(client, page), "since": "2018"}
    Membership.objects.filter(pk=row.pk).update(period=("2017-05-01", None), start_precision="month")

    told = client.post(page, typed)

    assert list(told.context["adminform"].form.errors) == ["since"]
    assert "quelqu&#x27;un a écrit ici : « 05/2017 »" in told.content.decode()
    assert client.post(page, {**typed, **told.context["moments"]}).status_code == 302
    assert kept() == ("2018-01-01", "None", "year", "open")


def test_period_in_the_page_of_a_pole(row):
    client, page = client_of("national staff"), f"/admin/poles/pole/{row.pole_id}/change/"
    typed = form_of(client, row.pole)
    assert (typed["memberships-0-since"], typed["memberships-0-goes_on"]) == ("2016", "on")
    del typed["memberships-0-goes_on"]

    answer = client.post(page, {**typed, "memberships-0-until": "06/2020"})

    assert answer.status_code == 302, answer.context["errors"]
    assert kept() == ("2016-01-01", "2020-06-01", "year", "month")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"since": "2150"}, "Cette date est à venir de plus d'un an : vérifiez l'année."),
        ({"since": "31/02/2016"}, "Ce jour n'existe pas."),
        (
            {"since": (today() + datetime.timedelta(days=9)).isoformat()},
            "Cette date est à venir : ce n'est pas encore en cours.",
        ),
    ],
)
def test_day_that_cannot_be_is_told_and_stays_as_it_was_typed(row, typed, told):
    client, page = client_of("national staff"), f"/admin/poles/membership/{row.pk}/change/"

    answer = client.post(page, {**opened(client, page), **typed})

    (error,) = answer.context["adminform"].form.errors["since"]
    assert error.startswith(told) and kept() == ("2016-01-01", "None", "year", "open")
    assert typed["since"] not in ("2150", "31/02/2016") or f'value="{typed["since"]}"' in answer.content.decode()


def test_seat_without_a_good_date_is_told_once(row):
    typed = {"organisation": row.organisation_id, "source": "Fictif", "since": "2014", "until": "2016", "goes_on": "on"}

    answer = client_of("national staff").post("/admin/cell/committeeseat/add/", typed)

    assert list(answer.context["adminform"].form.errors) == ["goes_on"]


def test_rows_that_share_a_day_are_named(row):
    client = client_of("national staff")
    typed = {**form_of(client, row.pole), "memberships-TOTAL_FORMS": "2"}
    typed |= {"memberships-1-organisation": row.organisation_id, "memberships-1-role": "membre", "memberships-1-since": "2018"}

    told = client.post(f"/admin/poles/pole/{row.pole_id}/change/", typed).content.decode()

    assert "Deux lignes se recouvrent : « Adhérente – Pôle » (depuis 2016) et" in told and "(2018)" in told


def test_history_tells_a_period_as_pages_do(row):
    Membership.objects.filter(pk=row.pk).update(
        period=("2016-03-01", "2018-04-13"), start_precision="month", end_precision="day"
    )

    told = client_of("national staff").get(f"/admin/poles/membership/{row.pk}/history/").content.decode()

    assert "de mars 2016 au 12 avril 2018" in re.sub("</?(ins|del)>", "", told) and "précision" not in told
