"""The directory: filters, pages, machine forms, and what they cost."""

import csv
import datetime
import io
import json
from xml.etree import ElementTree

import openpyxl
import pytest
from psycopg.types.range import DateRange

from poles import exports, pole_index
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
        ("?inconnu=1&page=3&vue=tableau", ["Ain", "Drôme deux", "Drôme un", "Guadeloupe"]),
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


@pytest.mark.parametrize("form", ["csv", "json", "geojson", "xlsx", "atom"])
@pytest.mark.parametrize(
    "query",
    [
        *("?region=999", "?departement=zz&region=84", "?departement=1", "?commune=00000", "?epci=1", "?pres_de=x", "?au=hier"),
        *("?cree_depuis=zz", "?cree_avant=20155", "?modifie_depuis=2026-02-30", "?rayon=30", "?tri=zz", "?tri=distance"),
        *("?tri=pertinence", "?stade=vieux", "?secteur=Culture", "?forme=SCIC", "?pres_de=26281&rayon=501", "?vue=zz"),
    ],
)
def test_unknown_value_is_refused_by_machine_forms(client, places, form, query):
    response = client.get(f"/poles/{form}{query.replace('26281', factories.commune().code)}")

    assert response.status_code == (200 if query == "?vue=zz" else 400)
    if response.status_code == 400:
        (told,) = response.json()["erreurs"]
        assert "ignoré" not in told


def test_unknown_value_is_told_and_ignored_by_the_page(client, places):
    page = text(client.get("/poles/?region=999&departement=26&departement=1"))

    assert "Région : valeur inconnue, « 999 ». Ce critère est ignoré." in page
    assert "Département : valeur inconnue, « 1 ». Ce critère est ignoré." in page
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

    assert [page.count('<li class="pole-row">') for page in pages] == [24, 24, 2]
    links = [line for page in pages for line in page.split('"') if line.startswith("/poles/pole-fictif-")]
    assert len(set(links)) == len(links) == 50
    assert 'href="/poles/?departement=26&amp;page=3"' in pages[1]
    assert 'href="/poles/?departement=26"' in pages[1]


def test_active_filters_are_removable_one_by_one(client, places):
    page = text(client.get("/poles/?region=84&departement=26&departement=01"))

    assert 'href="/poles/?departement=26&amp;departement=01"' in page
    assert 'href="/poles/?region=84&amp;departement=01"' in page


@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ("", 2),  # the stamp, the rows
        ("?region=84&secteur=culture", 2),
        ("?q=tartempion", 3),  # the words, with the places they name
        ("?q=tartempoin", 3),  # a word of no page: its near words are run in the same statement
        ("?pres_de=26281", 4),  # the commune, the distances
        ("?au=2020-01-01&cree_depuis=2010&modifie_depuis=2020-01-01", 3),
    ],
)
def test_directory_costs_the_same_at_1_and_30_rows(client, kept_index, django_assert_num_queries, query, statements):
    """Besides one for the index, once after each change."""
    for number in range(30):
        if number in (1, 29):
            pole_index.forget()
            with django_assert_num_queries(statements + 1):
                client.get(f"/poles/{query}")
            with django_assert_num_queries(statements):
                assert client.get(f"/poles/{query}").status_code == 200
            with django_assert_num_queries(5):
                list(client.get("/poles/csv").streaming_content)
        pole = factories.pole(f"Pôle tartempion {number}", seat_commune=factories.commune(), founded_year=2014)
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


def test_workbook_holds_the_rows_of_the_csv(client):
    factories.pole("=cmd|calc", summary="Un\x0bdeux", founded_year=2014, seat_commune=factories.commune())

    content = b"".join(client.get("/poles/xlsx").streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    record = dict(zip(*rows, strict=True))

    assert rows[0] == exports.COLUMNS
    assert (record["nom"], record["resume"], record["annee_creation"]) == ("'=cmd|calc", "Undeux", 2014)


def test_feed_holds_an_entry_a_pole(client):
    factories.pole("Pôle & <ville>", summary="Un résumé.")

    root = ElementTree.fromstring(text(client.get("/poles/atom?region=84")))  # noqa: S314
    name = "{http://www.w3.org/2005/Atom}"

    assert root.find(f"{name}entry/{name}title").text == "Pôle & <ville>"
    assert root.find(f"{name}entry/{name}summary").text == "Drôme (26). Un résumé."
    assert [link.get("href") for link in root.findall(f"{name}link") if link.get("rel") == "self"] == [
        "http://127.0.0.1:8000/poles/atom?region=84"
    ]


def test_facets_say_of_how_many_poles_they_know(client):
    factories.pole("Une SCIC", legal_form="scic")
    factories.pole("On ne sait pas")

    page = text(client.get("/poles/"))

    assert "Renseigné pour 1 pôle sur 2" in page
    assert 'name="forme" value="scic"' in page
    assert 'name="stade"' not in page


def test_nothing_found_helps(client):
    place = factories.commune()
    factories.pole("Loin", seat_commune=factories.commune("26002", "Ailleurs", latitude=45.5, longitude=5.05))

    page = text(client.get(f"/poles/?pres_de={place.code}&region=84&rayon=10"))

    assert "Aucun pôle" in page
    wider = f'href="/poles/?region=84&amp;pres_de={place.code}&amp;rayon=60">Chercher jusqu\'à 60 km de Romans-sur-Isère</a>'
    assert f"{wider} (1 pôle)" in page
    assert '<a href="/poles/?region=84">Retirer : à 10 km de Romans-sur-Isère</a> (1 pôle)' in page


def test_words_found_nowhere_near_the_place_they_name_tell_the_nearest(client):
    factories.commune()
    far = factories.commune("26002", "Ailleurs", latitude=45.5, longitude=5.05)
    factories.pole("Cultures", summary="De la culture.", seat_commune=far, slug="cultures")
    factories.pole("Autre", seat_commune=factories.commune("26003", "Proche", latitude=45.1, longitude=5.05))

    page = text(client.get("/poles/?q=culture à romans sur isère"))
    nowhere = text(client.get("/poles/?q=zythologie à romans sur isère"))

    nearest = '<a href="/poles/cultures/" hx-boost="false">Cultures</a>, Ailleurs, Drôme (26), à 50 km de Romans-sur-Isère'
    assert f"Le plus proche : {nearest}" in page
    link = '<a href="/poles/?q=culture&amp;pres_de=26281&amp;rayon=60">Chercher jusqu\'à 60 km de Romans-sur-Isère</a> (1 pôle)'
    assert link in page
    assert "Le plus proche" not in nowhere


def test_poles_around_a_commune_come_nearest_first(client):
    place = factories.commune()
    for name, latitude in (("À vingt", 45.23), ("Ici", 45.05), ("À dix", 45.14)):
        factories.pole(name, seat_commune=factories.commune(f"2610{name[-1]}"[:4] + str(len(name)), name, latitude=latitude))
    factories.pole("Sans commune")

    page = text(client.get(f"/poles/?pres_de={place.code}"))

    assert names(client, f"?pres_de={place.code}") == ["Ici", "À dix", "À vingt"]
    assert "à moins d&#x27;1 km" in page and "à 10 km" in page and "à 20 km" in page
    assert page.index(">Ici<") < page.index(">À dix<") < page.index(">À vingt<")


def test_place_typed_is_offered_as_a_centre(client):
    factories.commune()
    factories.sector("culture")

    page = text(client.get("/poles/?q=culture à romans sur isère&secteur=culture"))
    alone = text(client.get("/poles/?q=romans-sur-isère"))

    link = (
        '<a href="/poles/?q=culture&amp;secteur=culture&amp;pres_de=26281">« culture » autour de Romans-sur-Isère (Drôme)</a>'
    )
    assert link in page
    assert '<a href="/poles/?pres_de=26281">Les pôles autour de Romans-sur-Isère (Drôme)</a>' in alone


def test_spelling_that_looks_alike_is_offered(client):
    factories.pole("Tartempion")

    page = text(client.get("/poles/?q=la tartenpionn"))

    assert 'class="total">Aucun pôle</h2>' in page
    assert 'Vouliez-vous dire : <a href="/poles/?q=la+tartempion">la tartempion</a>' in page


def test_words_of_asking_are_left_out_when_nothing_answers(client):
    factories.pole("Tartempion")

    page = text(client.get("/poles/?q=je cherche tartempion"))

    assert 'class="total">1 pôle</h2>' in page
    assert "Cherché sans : « cherche »." in page
    page = text(client.get("/poles/?q=tartempion xq"))
    assert "Aucun pôle ne contient « xq » : cherché sans." in page and 'class="total">1 pôle</h2>' in page


def test_sort_goes_with_what_it_stands_on(client):
    place = factories.commune()
    factories.pole("Tartempion", seat_commune=place)

    page = text(client.get(f"/poles/?q=tartempion&pres_de={place.code}&tri=distance"))

    assert '<a class="chip" href="/poles/?q=tartempion">' in page


def test_filters_none_of_which_is_to_blame_alone_are_offered_one_by_one(client, places):
    factories.sector("culture")
    factories.pole("Une SCIC", legal_form="scic", seat_departement=factories.departement("01", "Ain"))

    page = text(client.get("/poles/?departement=26&forme=scic&cree_depuis=2020"))

    assert '<a href="/poles/?departement=26">Ne garder que : Drôme</a> (2 pôles)' in page
    assert '<a href="/poles/?forme=scic">Ne garder que : SCIC</a> (1 pôle)' in page
    assert "Retirer :" not in page


@pytest.mark.parametrize(
    "query",
    [
        *("?q=dijom&commune=26281", "?q=dijom&pres_de=26281&rayon=500&au=2020-01-01", "?q=tartempion&pres_de=26281&rayon=10"),
        *(
            "?q=tartempoin&au=2017-01-01",
            "?q=zzzz&pres_de=26281&au=2016-01-01",
            "?q=romans&au=2016-01-01&commune=26281",
            "?q=absent romans-sur-isère&departement=26",
        ),
    ],
)
def test_directory_never_costs_more_than_6_statements(client, kept_index, django_assert_max_num_queries, query):
    factories.pole("Tartempion", seat_commune=factories.commune(), founded_year=2014)
    client.get("/poles/")

    with django_assert_max_num_queries(6):
        assert client.get(f"/poles/{query}").status_code == 200


def test_corrected_word_is_told(client):
    factories.pole("Tartempion")

    page = text(client.get("/poles/?q=tartempoin"))

    assert "Aucun pôle ne contient « tartempoin » : voici ceux qui contiennent « tartempion »." in page
    assert 'class="total">1 pôle</h2>' in page


def test_directory_as_of_a_day_counts_apart_the_poles_without_a_date(client):
    factories.pole("Né en 2014", founded_year=2014)
    factories.pole("Fini en 2016", founded_year=2010, ended_year=2016)
    factories.pole("Reconnu en 2015").recognitions.create(
        kind="pole-temoin", period=DateRange(datetime.date(2015, 6, 1), None), start_precision="day"
    )
    factories.pole("Sans date")

    assert names(client, "?au=2013-12-31") == ["Fini en 2016"]
    assert names(client, "?au=2015-06-01") == ["Fini en 2016", "Né en 2014", "Reconnu en 2015"]
    assert names(client, "?au=2016-01-01") == ["Fini en 2016", "Né en 2014", "Reconnu en 2015"]
    assert names(client, "?au=2016-01-02") == ["Né en 2014", "Reconnu en 2015"]
    assert "Un pôle dont on ne connaît aucune date n'est pas compté ici." in text(client.get("/poles/?au=2015-06-01"))
