"""What is to mend by région and over a year: counted, kept every week, seen by whom it is theirs."""

import datetime

import pytest

from poles import curve
from poles.models import Pole, QualityCount
from poles.services import quality_counts
from poles.tasks import record_quality
from ptce_site.clock import today
from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PAGE = "/admin/poles/pole/qualite/"


@pytest.fixture
def poles():
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    factories.pole("Drôme, sans commune")
    factories.pole("Drôme, complet", seat_commune=factories.commune(), summary="Une phrase.")
    factories.pole("Paris, sans commune", seat_departement=paris)
    factories.pole("Brouillon", publication="brouillon")


def row(client, label):
    return next(one for one in client.get(PAGE).context["rows"] if one.label == label)


def test_each_number_is_that_of_the_list_it_leads_to(poles):
    client = client_of("national staff")
    shown = client.get(PAGE)

    assert [one.region.code for one in shown.context["regions"]] == ["84", "11"]
    assert shown.context["total"] == 3
    missing = row(client, "Pas de commune")
    assert (missing.total.count, [cell.count for cell in missing.regions]) == (2, [1, 1])
    for cell in (missing.total, *missing.regions):
        assert client.get(cell.address).context["cl"].result_count == cell.count


def test_regional_staff_counts_its_own(poles):
    client = client_of("regional staff here")

    assert client.get(PAGE).context["total"] == 2
    assert row(client, "Pas de commune").total.count == 1
    assert "Île-de-France" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "role", ["stranger", "user", "staff without rights", "inactive staff", "staff without a second factor"]
)
def test_others_do_not_see_it(role, poles):
    assert client_of(role).get(PAGE).status_code in (302, 403)


def test_counts_are_kept_once_a_day_and_draw_a_year(poles):
    client = client_of("national staff")
    assert client.get(PAGE).context["curve"] is None
    record_quality(timestamp=0)
    kept = QualityCount.objects.count()
    assert kept and quality_counts.record(Pole.objects.all()) == 0
    QualityCount.objects.update(day=today() - datetime.timedelta(days=200))
    Pole.objects.filter(name="Paris, sans commune").update(publication="brouillon")

    shown = client.get(PAGE)

    assert (row(client, "Pas de commune").before, row(client, "Pas de commune").total.count) == (2, 1)
    assert len(shown.context["curve"].columns) == 2 and "semaine après semaine" in shown.content.decode()
    QualityCount.objects.update(day=today() - datetime.timedelta(days=400))
    assert client.get(PAGE).context["curve"] is None


def test_regional_staff_sees_the_past_of_its_own_only(poles):
    quality_counts.record(Pole.objects.all())
    QualityCount.objects.update(day=today() - datetime.timedelta(days=7))

    assert row(client_of("regional staff here"), "Pas de commune").before == 1


def test_page_asks_the_same_at_3_and_33_poles(poles, django_assert_max_num_queries):
    client = client_of("national staff")
    for wanted in (3, 33):
        while Pole.objects.published().count() < wanted:
            factories.pole(f"Pôle {Pole.objects.count()}")
        with django_assert_max_num_queries(9):
            assert client.get(PAGE).context["total"] == wanted


def test_months_are_written_under_a_curve_of_a_year_and_years_under_a_longer_one():
    day = datetime.date(2025, 11, 24)
    weeks = [day + datetime.timedelta(days=7 * number) for number in range(52)]
    year = curve.of(weeks, {"Essai": [1] * 52}, lambda _: "")
    assert [text for _, text in year.marks] == ["11/2025", "02/2026", "04/2026", "07/2026", "09/2026"]
    decade = curve.of([day.replace(year=2014 + number) for number in range(10)], {"Essai": [1] * 10}, lambda _: "")
    assert [text for _, text in decade.marks] == ["2014", "2016", "2018", "2020"]
    close = curve.of(weeks[:3], {"Essai": [1] * 3}, lambda _: "")
    assert [text for _, text in close.marks] == ["11/2025", "12/2025"]


def test_sites_that_nobody_visits_are_not_said_to_answer(poles, settings):
    client = client_of("national staff")
    settings.SITE_VISITS = False
    assert "cette installation ne visite pas les sites" in client.get(PAGE).content.decode()
    settings.SITE_VISITS = True
    assert "cette installation ne visite pas" not in client.get(PAGE).content.decode()
