"""The directory: filters, pages, machine forms, and what they cost."""

import csv
import io
import json

import pytest

from poles.enums import Publication
from poles.models import Pole
from tests import factories

pytestmark = pytest.mark.django_db


def text(response):
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def names(client, query=""):
    """Names of the poles of a query, in the order of the JSON."""
    return [pole["nom"] for pole in json.loads(text(client.get(f"/poles/json{query}")))["poles"]]


@pytest.fixture
def places():
    """Two poles in the Drôme, one in the Ain (same region), one in Guadeloupe (region 01), one hidden of each kind."""
    ain, drome = factories.departement("01", "Ain"), factories.departement("26", "Drôme")
    guadeloupe = factories.departement("971", "Guadeloupe", factories.region("01", "Guadeloupe"))
    factories.pole("Drôme un", seat_commune=factories.commune(in_departement=drome))
    factories.pole("Drôme deux", seat_departement=drome)
    factories.pole("Ain", seat_departement=ain)
    factories.pole("Guadeloupe", seat_departement=guadeloupe)
    factories.pole("Brouillon secret", seat_departement=drome, publication=Publication.DRAFT)
    factories.pole("Retiré secret", seat_departement=ain, publication=Publication.WITHDRAWN)
    factories.departement("94", "Val vide", factories.region("94", "Corse"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ain", "Drôme deux", "Drôme un", "Guadeloupe"]),
        ("?region=84", ["Ain", "Drôme deux", "Drôme un"]),
        ("?region=01", ["Guadeloupe"]),
        ("?departement=01", ["Ain"]),
        ("?departement=01&departement=971", ["Ain", "Guadeloupe"]),
        ("?region=84&departement=26", ["Drôme deux", "Drôme un"]),
        ("?region=01&departement=26", []),
        ("?region=94", []),
        ("?region=", ["Ain", "Drôme deux", "Drôme un", "Guadeloupe"]),
        ("?inconnu=1&page=3&vue=carte", ["Ain", "Drôme deux", "Drôme un", "Guadeloupe"]),
    ],
)
def test_query_string_gives_the_same_poles_in_every_form(client, places, query, found):
    rows = list(csv.DictReader(io.StringIO(text(client.get(f"/poles/csv{query}")))))
    features = json.loads(text(client.get(f"/poles/geojson{query}")))["features"]
    page = text(client.get(f"/poles/{query.replace('page=3', 'page=1')}"))

    assert names(client, query) == found
    assert [row["nom"] for row in rows] == found
    assert [feature["properties"]["nom"] for feature in features] == found
    assert [name for name in found if f">{name}</a>" in page] == found
    assert "secret" not in page
    total = "Aucun pôle" if not found else f"{len(found)} pôle{'s' if len(found) > 1 else ''}"
    assert f'class="total">{total}</h2>' in page


@pytest.mark.parametrize("form", ["csv", "json", "geojson"])
@pytest.mark.parametrize("query", ["?region=999", "?departement=zz&region=84", "?departement=1"])
def test_unknown_value_is_refused_by_machine_forms(client, places, form, query):
    response = client.get(f"/poles/{form}{query}")

    assert response.status_code == 400
    assert len(response.json()["erreurs"]) == 1


def test_unknown_value_is_told_and_ignored_by_the_page(client, places):
    page = text(client.get("/poles/?region=999&departement=26&departement=1"))

    assert "Région inconnue : « 999 ». Ce filtre est ignoré." in page
    assert "Département inconnu : « 1 ». Ce filtre est ignoré." in page
    assert 'class="total">2 pôles</h2>' in page
    assert 'href="/poles/csv?departement=26"' in page


@pytest.mark.parametrize("page", ["999999", "0", "-1", "x", "١", "9" * 5000, "2"])
def test_page_that_does_not_exist_shows_the_first_and_says_so(client, places, page):
    response = client.get("/poles/", {"page": page})

    assert response.status_code == 200
    assert "Cette page n&#x27;existe pas : voici la première." in text(response)
    assert ">Drôme un</a>" in text(response)


def test_pages_hold_24_poles_in_a_stable_order_and_keep_the_filters(client):
    for number in range(50):
        factories.pole(f"Pôle {number % 5}")

    pages = [text(client.get(f"/poles/?departement=26&page={number}")) for number in (1, 2, 3)]

    assert [page.count('class="pole-row"') for page in pages] == [24, 24, 2]
    links = [line for page in pages for line in page.split('"') if line.startswith("/poles/pole-fictif-")]
    assert len(set(links)) == len(links) == 50
    assert 'href="/poles/?departement=26&amp;page=3"' in pages[1]
    assert 'href="/poles/?departement=26"' in pages[1]


def test_active_filters_are_removable_one_by_one(client, places):
    page = text(client.get("/poles/?region=84&departement=26&departement=01"))

    assert 'href="/poles/?departement=26&amp;departement=01"' in page
    assert 'href="/poles/?region=84&amp;departement=01"' in page


def test_directory_costs_the_same_at_1_and_30_rows(client, django_assert_num_queries):
    for number in range(30):
        if number in (1, 29):
            with django_assert_num_queries(6):
                client.get("/poles/?region=84")
            with django_assert_num_queries(6):
                list(client.get("/poles/csv").streaming_content)
        pole = factories.pole(f"Pôle {number}", seat_commune=factories.commune())
        pole.sector_links.create(sector=factories.sector())
        pole.recognitions.create(kind="aap-2013")
        pole.sources.create(url="https://example.org/")


def test_json_holds_the_public_keys(client):
    commune = factories.commune()
    factories.pole("Pôle décrit", acronym="PD", seat_commune=commune, email="contact@example.org", phone="0102030405")

    document = json.loads(text(client.get("/poles/json")))
    pole = document["poles"][0]

    assert document["total"] == 1
    assert list(pole)[:4] == ["code", "nom", "sigle", "url"]
    assert (pole["code"], pole["code_commune"], pole["code_region"]) == ("PTCE-0001", "26281", "84")
    assert (pole["latitude"], pole["precision_point"]) == (45.05, "commune")
    assert "contact@example.org" not in json.dumps(document) and "0102030405" not in json.dumps(document)


def test_geojson_has_no_geometry_where_no_point_is_known(client):
    factories.pole("Sans point")
    factories.pole("Avec point", seat_commune=factories.commune())

    features = json.loads(text(client.get("/poles/geojson")))["features"]

    assert [feature["geometry"] for feature in features] == [{"type": "Point", "coordinates": [5.05, 45.05]}, None]


def test_csv_begins_with_code_and_name_and_neutralises_formulas(client):
    factories.pole("=cmd|calc", summary="@SUM(1)", seat_departement=factories.departement())
    Pole.objects.update(latitude=-21.0, longitude=-5.0, point_precision="adresse")

    lines = text(client.get("/poles/csv")).splitlines()
    row = next(csv.DictReader(lines))

    assert lines[0].startswith("code,nom,")
    assert (row["nom"], row["resume"], row["latitude"]) == ("'=cmd|calc", "'@SUM(1)", "-21.0")


def test_csv_columns_are_the_keys_of_a_record(client):
    factories.pole()

    header = text(client.get("/poles/csv")).splitlines()[0].split(",")

    assert header == list(json.loads(text(client.get("/poles/json")))["poles"][0])
