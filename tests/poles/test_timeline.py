"""The network year by year: each point says what the directory says of that day."""

import datetime

import pytest
from psycopg.types.range import DateRange

from poles import pole_index
from poles.timeline import FIRST_YEAR, timeline
from ptce_site.clock import today
from tests import factories

pytestmark = pytest.mark.django_db


def recognised(pole, kind, start, end=None, precision="year"):
    ends = "year" if end else "open"
    pole.recognitions.create(
        kind=kind, period=DateRange(start, end, "[)"), start_precision=precision, end_precision=ends
    )  # fmt: skip


@pytest.fixture
def network():
    factories.pole("Fondé en 2010, fini en 2015", founded_year=2010, ended_year=2015)
    factories.pole("Fondé en 2014", founded_year=2014)
    factories.pole("Sans date")
    factories.pole("Brouillon", founded_year=2010, publication="brouillon")
    laureate = factories.pole("Lauréat")
    recognised(laureate, "aap-2013", datetime.date(2014, 1, 1))
    recognised(laureate, "ami-2023", datetime.date(2023, 1, 1))
    recognised(laureate, "charte", datetime.date(2015, 1, 1), datetime.date(2019, 1, 1))
    recognised(laureate, "charte", datetime.date(2022, 1, 1))
    laureate.stages.create(
        name="emergent", period=DateRange(datetime.date(2016, 1, 1), datetime.date(2018, 1, 1), "[)"),
        start_precision="year", end_precision="year",
    )  # fmt: skip
    return laureate


def values(curve, line):
    number = [one.name for one in curve.lines].index(line)
    return {column.day.year: column.values[number] for column in curve.columns}


def test_every_point_opens_the_directory_that_counts_the_same(network, client):
    columns = timeline(pole_index.current(("", 1))).poles.columns
    assert [column.day.year for column in columns] == list(range(FIRST_YEAR, today().year + 1))

    for column in columns:
        assert column.address == f"/poles/?au={column.day}"
        assert client.get(column.address).context["total"] == column.values[0], column.day


@pytest.mark.parametrize("ended", [today().year, today().year - 1])
def test_a_pole_that_ends_is_counted_as_the_directory_counts_it(client, ended):
    factories.pole("Finissant", founded_year=2010, ended_year=ended)

    for column in timeline(pole_index.current(("", 1))).poles.columns[-3:]:
        assert client.get(column.address).context["total"] == column.values[0], column.day


def test_laureates_stay_counted_and_signatories_while_they_are(network):
    drawn = timeline(pole_index.current(("", 1))).poles
    laureates, signatories = values(drawn, "Déjà lauréats d'un appel de l'État"), values(drawn, "Signataires de la charte")

    assert [laureates[year] for year in (2013, 2014, 2024)] == [0, 1, 1]
    assert [signatories[year] for year in (2014, 2015, 2018, 2019, 2022, today().year)] == [0, 1, 1, 0, 1, 1]


def test_stages_are_drawn_when_some_are_known(network, client):
    stages = values(timeline(pole_index.current(("", 1))).stages, "Émergent")

    assert [stages[year] for year in (2015, 2016, 2017, 2018)] == [0, 1, 1, 0]
    assert "Par stade" in client.get("/chiffres/").content.decode()
    network.stages.all().delete()
    assert timeline(pole_index.current(("", 1))).stages is None


def test_page_has_the_drawing_and_its_table(network, client):
    page = client.get("/chiffres/").content.decode()

    assert 'aria-label="31 décembre 2014 : pôles de l&#x27;annuaire 3, ' in page
    assert '<a href="/poles/?au=2014-12-31">31 décembre 2014</a></th><td class="number">3</td>' in page
