"""The register on any day: exactly who was in it, in every form, and what is said when a question cannot be read."""

import csv
import datetime
import io
import json

import pytest
from django.test import Client

from charter.services import signatures
from poles.models import NetworkFact
from ptce_site.clock import today
from tests import factories
from tests.charter.conftest import sent, signed

pytestmark = pytest.mark.django_db
REGISTER = "/charte/signataires/"


@pytest.fixture
def poles(version, former):
    """One renewed, one withdrawn in 2019, one known by its year, one that waits."""
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    named = {name: factories.pole(f"Pôle {name}") for name in ("renouvelé", "retiré", "attendant")}
    named["parisien"] = factories.pole("Pôle parisien", seat_departement=elsewhere, publication="brouillon")
    signed(named["renouvelé"], former, "2015-05-06")
    signed(named["renouvelé"], version, "2022-03-04")
    gone = signed(named["retiré"], former, "2016-02")
    signatures.withdraw(factories.staff(), gone.pk, "Fin fictive.", datetime.date(2019, 7, 1))
    signed(named["parisien"], version, "2023")
    sent(version, named["attendant"])
    return named


def names(query=""):
    """Of the page and of each form, which must say the same."""
    client = Client()
    page = client.get(f"{REGISTER}?{query}")
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(f"{REGISTER}csv?{query}").streaming_content).decode())))
    read = json.loads(b"".join(client.get(f"{REGISTER}json?{query}").streaming_content))
    feed = b"".join(client.get(f"{REGISTER}atom?{query}").streaming_content).decode()
    found = [entry.pole_name for entry in page.context["entries"]]
    assert [row["pole"] for row in rows] == [row["pole"] for row in read["signatures"]] == found
    assert feed.count("<entry>") == read["total"] == len(found)
    assert read["poles"] == page.context["total"]
    return [name.removeprefix("Pôle ") for name in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["parisien", "renouvelé"]),
        ("au=2015-05-05", []),
        ("au=2015-05-06", ["renouvelé"]),
        ("au=2016-01-31", ["renouvelé"]),
        ("au=2016-02-01", ["renouvelé", "retiré"]),
        ("au=2019-06-30", ["renouvelé", "retiré"]),
        ("au=2019-07-01", ["renouvelé"]),
        ("au=2022-03-03&version=2014", ["renouvelé"]),
        ("au=2022-03-04&version=2014", []),
        ("au=2022-03-04&version=2021", ["renouvelé"]),
        ("au=2022-12-31", ["renouvelé"]),
        ("au=2023-01-01", ["parisien", "renouvelé"]),
        ("region=11", ["parisien"]),
        ("region=11&region=84", ["parisien", "renouvelé"]),
        ("departement=26", ["renouvelé"]),
        ("annee=2022", ["renouvelé"]),
        ("annee=2016&au=2017-01-01", ["retiré"]),
        ("q=RENOUVELE", ["renouvelé"]),
        ("q=paris", ["parisien"]),
        ("q=pole%20drome", ["renouvelé"]),
        ("q=attendant", []),
        ("q=CH-0002", ["renouvelé"]),
        ("version=2014", []),
    ],
)
def test_register_holds_exactly_those_in_force_that_day(poles, query, expected):
    assert names(query) == expected


def test_signature_that_waits_is_nowhere(poles):
    everything = Client().get(REGISTER).content.decode() + Client().get("/charte/").content.decode()

    assert "attendant" not in everything
    for address in ("", "attestation/", "attestation.pdf", "badge.svg"):
        assert Client().get(f"/charte/signatures/CH-0005/{address}").status_code == 404


def test_pole_that_is_not_published_is_named_without_a_link(poles):
    rows = json.loads(b"".join(Client().get(f"{REGISTER}json?q=parisien").streaming_content))["signatures"]

    assert (rows[0]["pole"], rows[0]["url_pole"], rows[0]["depuis"]) == ("Pôle parisien", None, "2023")
    assert poles["parisien"].slug not in Client().get(REGISTER).content.decode()


def test_dates_known_by_the_year_say_so(poles):
    page = Client().get("/charte/signatures/CH-0004/").content.decode()

    assert "depuis 2023" in Client().get(REGISTER).content.decode()
    assert "depuis 2023" in page and "du début, on ne connaît que l'année" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("au=2017-13-45", "Date illisible : « 2017-13-45 »"),
        ("au=9999-12-31", "Le 9999-12-31 n&#x27;est pas encore venu"),
        ("au=hier", "Date illisible : « hier »"),
        ("annee=20", "Année illisible : « 20 »"),
        ("region=999", "Région : valeur inconnue, « 999 »"),
        ("version=2099", "Version : valeur inconnue, « 2099 »"),
    ],
)
def test_what_cannot_be_read_is_told_and_refused_to_machines(poles, query, told):
    page = Client().get(f"{REGISTER}?{query}")

    assert page.status_code == 200 and told in page.content.decode()
    assert page.context["total"] == 2  # as if it were not asked
    for form in ("csv", "json", "atom"):
        answer = Client().get(f"{REGISTER}{form}?{query}")
        assert answer.status_code == 400 and "erreurs" in answer.json()


def test_tomorrow_has_not_come(poles):
    assert "pas encore venu" in Client().get(f"{REGISTER}?au={today() + datetime.timedelta(days=1)}").content.decode()
    assert Client().get(f"{REGISTER}?au={today()}").context["problems"] == []


@pytest.mark.parametrize(
    ("query", "told"), [("au=2017-03-27", ""), ("au=2017-03-28", "65 annoncées au 28 mars 2017"), ("", "65 annoncées")]
)
def test_day_for_which_more_were_announced_says_so(poles, query, told):
    NetworkFact.objects.create(
        kind="signatories", minimum=65, maximum=65, unit="count", meaning="Pôles signataires",
        date=datetime.date(2017, 3, 28), date_precision="day", sources=["Source fictive"],
    )  # fmt: skip
    page = Client().get(f"{REGISTER}?{query}").content.decode()

    assert ("annoncées" in page) is bool(told)
    if told:
        assert told in page and "Source fictive" in page and "2 enregistrées ici" in page


def test_directory_dates_the_charter_as_the_register_does(poles, client):
    for day in ("2014-12-31", "2015-12-31", "2016-12-31", "2019-06-30", "2019-07-01", "2023-01-01"):
        page = client.get(f"/poles/?au={day}&reconnaissance=charte")
        registered, read = (
            json.loads(b"".join(client.get(address).streaming_content))
            for address in (f"{REGISTER}json?au={day}", f"/poles/json?au={day}&reconnaissance=charte")
        )
        published = {row["pole"] for row in registered["signatures"]} - {"Pôle parisien"}
        assert page.context["total"] == len(published), day
        assert {row["nom"] for row in read["poles"]} == published
        facet = next((one for one in page.context["facets"] if one.parameter == "reconnaissance"), None)
        counts = [option.count for option in facet.options if option.code == "charte"] if facet else [0]
        assert counts == [len(published)], day


def test_curve_and_map_say_what_the_list_says(poles):
    context = Client().get(REGISTER).context
    counts = {column.day.isoformat(): column.values[0] for column in context["curve"].columns}

    assert {day: counts[day] for day in ("2014-12-31", "2015-12-31", "2016-12-31", "2019-12-31", "2023-12-31")} == {
        "2014-12-31": 0, "2015-12-31": 1, "2016-12-31": 2, "2019-12-31": 1, "2023-12-31": 2,
    }  # fmt: skip
    for day, count in counts.items():
        assert Client().get(f"{REGISTER}?au={day}").context["total"] == count
    assert {area.code: area.count for area in context["map"].with_poles} == {"26": 1, "75": 1}


def test_pole_with_two_signatures_in_force_counts_once(version, former):
    kept, other = factories.pole("Gardé"), factories.pole("Doublon")
    signed(kept, version, "2022")
    signed(other, former, "2015")
    signatures.move_all(other, kept)

    page = Client().get(f"{REGISTER}?au=2022-06-01")
    assert (page.context["total"], len(page.context["entries"])) == (1, 2)
    assert [column.values[0] for column in page.context["curve"].columns if column.day.year == 2022] == [1]


def test_curve_of_today_says_what_the_list_says_of_a_signature_withdrawn_the_same_day(version, keeper):
    signature = signatures.register(keeper, sent(version, factories.pole()).pk)
    signatures.withdraw(keeper, signature.pk, "Fin.")
    page = Client().get(REGISTER)

    assert page.context["total"] == page.context["curve"].columns[-1].values[0] == 0
    assert "A signé la charte" in Client().get(f"/charte/signatures/{signature.code}/badge.svg").content.decode()


def test_list_is_cut_in_pages_and_machines_have_it_whole(version):
    for number in range(51):
        signed(factories.pole(f"Pôle {number:03}"), version, "2022")

    pages = [Client().get(f"{REGISTER}?page={number}") for number in (1, 2)]
    assert [len(page.context["entries"]) for page in pages] == [50, 1]
    assert 'rel="next" href="/charte/signataires/?page=2"' in pages[0].content.decode()
    assert Client().get(f"{REGISTER}?page=9").context["page"] == 1
    assert json.loads(b"".join(Client().get(f"{REGISTER}json").streaming_content))["total"] == 51


@pytest.mark.parametrize("count", [1, 30])
def test_register_asks_little(version, kept_index, django_assert_num_queries, count):
    for number in range(count):
        signed(factories.pole(f"Pôle {number}", seat_commune=factories.commune()), version, "2022")
    Client().get(REGISTER)

    with django_assert_num_queries(3):
        Client().get(f"{REGISTER}?au=2023-01-01&region=84")


def test_formula_in_a_name_is_neutralised(version):
    signed(factories.pole("=1+1 Pôle"), version, "2022")

    assert "'=1+1 Pôle" in b"".join(Client().get(f"{REGISTER}csv").streaming_content).decode()


def test_no_version_no_signature_no_fault(db):
    page = Client().get(REGISTER)

    assert page.status_code == 200 and "Aucune signature n'est au registre" in page.content.decode()


def test_those_known_by_the_year_of_the_day_are_told(poles):
    page = Client().get(f"{REGISTER}?au=2023-03-28").content.decode()

    assert "1 connues par la seule année 2023" in page
    assert "connues par la seule année" not in Client().get(f"{REGISTER}?au=2024-03-28").content.decode()
