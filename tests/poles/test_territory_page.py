"""Addresses of territories."""

import datetime
from html import unescape

import pytest

from poles.enums import FormerCommuneKind
from poles.models import (
    Collectivity,
    EpciDepartement,
    FormerCommune,
    Partnership,
    PartnershipRole,
    PlanMention,
    RegionalContact,
)
from tests import factories

pytestmark = pytest.mark.django_db


def test_former_commune_leads_to_its_current_commune(client):
    current = factories.commune()
    FormerCommune.objects.create(code="26999", kind=FormerCommuneKind.DELEGATED, name="Ancienne", commune=current)

    response = client.get("/territoires/commune/26999/")

    assert (response.status_code, response["Location"]) == (301, "/territoires/commune/26281/")


def test_code_that_a_current_commune_bears_too_is_the_commune(client):
    """584 communes déléguées bear the code of a current commune."""
    current, other = factories.commune(), factories.commune("26002", "Autre")
    FormerCommune.objects.create(code=current.code, kind=FormerCommuneKind.DELEGATED, name="Ancienne", commune=other)

    assert client.get("/territoires/commune/26281/").status_code != 301


def test_collectivite_that_ended_leads_to_the_one_that_replaced_it(client):
    last = factories.commune("26003", "Dernière")
    second = factories.commune("26002", "Deuxième", ended_vintage=2027, successor=last)
    factories.commune("26001", "Première", ended_vintage=2026, successor=second)
    FormerCommune.objects.create(code="26999", kind=FormerCommuneKind.ASSOCIATED, name="Ancienne", commune=second)

    for code in ("26001", "26002", "26999"):
        response = client.get(f"/territoires/commune/{code}/")
        assert (response.status_code, response["Location"]) == (301, "/territoires/commune/26003/"), code


def test_successors_that_turn_in_a_circle_are_no_endless_loop(client):
    one = factories.commune("26001", "Une", ended_vintage=2026)
    two = factories.commune("26002", "Deux", ended_vintage=2026, successor=one)
    Collectivity.objects.filter(pk=one.pk).update(successor=two)

    assert client.get("/territoires/commune/26001/").status_code in (301, 404)


@pytest.mark.parametrize("address", ["commune/99999", "commune/2a004", "departement/00", "pays/1", "commune/x"])
def test_unknown_territory_answers_404(client, address):
    assert client.get(f"/territoires/{address}/").status_code == 404


def test_levels_are_apart(client):
    FormerCommune.objects.create(code="26999", kind=FormerCommuneKind.DELEGATED, name="A", commune=factories.commune())

    assert client.get("/territoires/epci/26999/").status_code == 404


def page(client, place):
    response = client.get(place.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_page_shows_poles_seated_acting_and_near(client):
    place = factories.commune()
    seated = factories.pole("Pôle assis", seat_commune=place)
    acting = factories.pole("Pôle agissant", seat_departement=factories.departement("01", "Ain"))
    acting.territory_links.create(collectivity=place.departement)
    factories.pole("Pôle voisin", seat_commune=factories.commune("26002", "Voisine", latitude=45.23))
    factories.pole("Pôle lointain", seat_commune=factories.commune("26003", "Loin", latitude=48.0))
    factories.pole("Pôle caché", seat_commune=place, publication="brouillon")

    shown = page(client, place)

    assert "1 pôle a son siège ici" in shown
    assert seated.get_absolute_url() in shown
    assert (
        shown.index("Agissent ici")
        < shown.index("Pôle agissant")
        < shown.index("À moins de 60 km")
        < shown.index("Pôle voisin")
    )
    assert "à 20 km" in shown
    assert "Pôle lointain" not in shown and "Pôle caché" not in shown
    assert 'content="noindex"' not in shown


def test_empty_commune_says_so_and_is_not_indexed(client):
    factories.pole(
        "Ailleurs", seat_commune=factories.commune("01004", "Ambérieu", factories.departement("01", "Ain"), population=900)
    )
    place = factories.commune(latitude=48.0, population=1000)

    shown = page(client, place)

    assert "Aucun pôle n'a son siège ici" in shown
    assert "Aucun pôle connu non plus à moins de 60 km." in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert "Ailleurs, dans des communes de taille comparable" in shown


@pytest.mark.parametrize("code", ["26", "975"])
def test_every_departement_and_region_has_a_page_that_is_indexed(client, code):
    place = factories.departement(code, "Un département", factories.region("84"))

    for level in (place, place.region):
        shown = page(client, level)
        assert "Aucun pôle" in shown
        assert "noindex" not in shown
    assert ('class="small-map"' in page(client, place)) == (code == "26")


def test_overseas_collectivity_is_called_so(client):
    place = factories.departement("975", "Un archipel", factories.region("975", "Un archipel"))
    type(place).objects.filter(code="975").update(zone="com")

    shown = unescape(page(client, place))

    assert '<p class="eyebrow">Collectivité d\'outre-mer · 975</p>' in shown
    assert "Le site n'a pas de contour de ce territoire." in shown
    assert '<p class="eyebrow">Département · 26</p>' in page(client, factories.departement())


def test_pole_that_acts_on_a_part_of_the_place_is_shown(client):
    """Acting on a commune is acting in its intercommunalité, its département and its région."""
    group = factories.epci()
    place = factories.commune(epci=group)
    EpciDepartement.objects.create(epci=group, departement=place.departement)
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    acting = factories.pole("Pôle agissant", seat_departement=elsewhere)
    acting.territory_links.create(collectivity=place)
    factories.pole("Pôle étranger", seat_departement=elsewhere).territory_links.create(collectivity=elsewhere)

    for level in (place, group, place.departement, place.region):
        shown = page(client, level)
        assert "Agissent ici, avec un siège ailleurs" in shown, level
        assert "Pôle agissant" in shown and "Pôle étranger" not in shown, level


def test_intercommunalite_shows_its_departements_their_regions_and_what_is_told_of_them(client):
    group = factories.epci()
    group.latitude, group.longitude, group.population, group.point_precision = 45.0, 5.0, 1000, "epci"
    group.save()
    drome, isere = factories.departement(), factories.departement("38", "Isère")
    for covered in (drome, isere):
        EpciDepartement.objects.create(epci=group, departement=covered)
    RegionalContact.objects.create(region=drome.region, name="CRESS fictive", email="contact@cress.example")
    beside = factories.epci("200068799", "CC Voisine fictive")
    like = factories.epci("200068807", "CC Pareille fictive")
    Collectivity.objects.filter(pk=beside.pk).update(latitude=45.1, longitude=5.1, point_precision="epci", population=5)
    Collectivity.objects.filter(pk=like.pk).update(population=1200)
    far = factories.commune("75056", "Paris", factories.departement("75", "Paris"), epci=like, latitude=48.8, longitude=2.3)
    factories.pole("Pôle pareil", seat_commune=far)

    shown = page(client, group)

    for place in (drome, isere, drome.region, beside):
        assert place.get_absolute_url() in shown, place
    assert "CRESS fictive" in shown
    assert '<path d="M' in shown and "<circle" in shown
    comparable = shown[shown.index("Ailleurs, dans des intercommunalités de taille comparable") :]
    assert "Pôle pareil" in comparable


def test_departement_without_a_pole_shows_those_of_a_like_population(client):
    for code, inhabitants in (("26281", 1000), ("38185", 1300), ("75056", 9000)):
        place = factories.departement(code[:2], f"Département {code[:2]}")
        nowhere = {"latitude": None, "longitude": None, "point_precision": ""}
        town = factories.commune(code, f"Ville {code}", place, population=inhabitants, **nowhere)
        if code != "26281":
            factories.pole(f"Pôle de {code}", seat_commune=town)

    shown = page(client, factories.departement())

    assert "Ailleurs, dans des départements de population comparable" in shown
    assert "Pôle de 38185" in shown and "Pôle de 75056" not in shown


def test_region_shows_the_poles_of_the_departements_that_touch_it(client):
    drome = factories.departement()
    vaucluse = factories.departement("84", "Vaucluse", factories.region("93", "Provence-Alpes-Côte d'Azur"))
    factories.pole("De l'autre côté", seat_departement=vaucluse)
    factories.pole("Bien plus loin", seat_departement=factories.departement("75", "Paris", factories.region("11", "IDF")))

    shown = page(client, drome.region)

    assert "Dans les départements qui touchent la région" in shown
    assert "De l&#x27;autre côté" in shown and "Bien plus loin" not in shown


def test_neighbours_without_a_pole_are_named(client):
    drome, ardeche = factories.departement("26", "Drôme"), factories.departement("07", "Ardèche")
    isere = factories.departement("38", "Isère")
    factories.departement("75", "Paris")
    factories.pole("En Isère", seat_departement=isere)

    shown = page(client, drome)

    neighbours = shown[shown.index("Départements voisins sans pôle connu") :]
    assert ardeche.get_absolute_url() in neighbours
    assert isere.get_absolute_url() not in neighbours and "Paris" not in neighbours


def test_roles_contact_and_mentions_are_shown(client):
    place = factories.departement()
    role, _ = PartnershipRole.objects.get_or_create(slug="gouvernance", defaults={"name": "Gouvernance"})
    partnership = Partnership.objects.create(
        pole=factories.pole("Aidé"), collectivity=place, link="https://example.org/convention"
    )
    partnership.role_links.create(role=role)
    RegionalContact.objects.create(region=place.region, name="CRESS fictive", email="contact@cress.example")
    PlanMention.objects.create(
        region=place.region, plan="srdeii", date=datetime.date(2022, 1, 1), date_precision="year", says="Cite les PTCE.",
        source="SRDEII fictif", link="https://example.org/srdeii",
    )  # fmt: skip

    for shown in (page(client, place), page(client, place.region)):
        assert "CRESS fictive" in shown and "contact@cress.example" in shown
        assert "<span>SRDEII</span>, 2022 : Cite les PTCE." in shown and "https://example.org/srdeii" in shown
    assert ": gouvernance" in page(client, place) and "https://example.org/convention" in page(client, place)


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_cost_the_same_at_1_and_30_rows(client, kept_index, django_assert_max_num_queries, rows):
    place = factories.commune(epci=factories.epci())
    for number in range(rows):
        pole = factories.pole(f"Pôle {number}", seat_commune=place)
        pole.territory_links.create(collectivity=place)
        Partnership.objects.create(pole=pole, collectivity=place)
        factories.pole(f"Voisin {number}", seat_commune=factories.commune(f"26{number + 100}", f"V{number}"))

    for address in (place, place.epci, place.departement, place.region):
        page(client, address)
        with django_assert_max_num_queries(10):
            page(client, address)


def test_place_search_lists_places_without_javascript(client):
    factories.commune(postal_codes=["26100"])
    FormerCommune.objects.create(code="26999", kind="commune-deleguee", name="Ancien Bourg", commune=factories.commune())

    for typed in ("romans", "ROMANS SUR", "isere", "26100", "ancien bourg"):
        shown = client.get("/territoires/", {"q": typed}).content.decode()
        assert 'href="/territoires/commune/26281/">Romans-sur-Isère (Drôme)</a>' in shown, typed
        assert "/poles/?pres_de=26281" in shown, typed
    assert "ancienne commune : Ancien Bourg" in client.get("/territoires/", {"q": "ancien bourg"}).content.decode()


def test_suggestions_hold_what_the_field_needs(client):
    factories.commune("42218", "Saint-Étienne", factories.departement("42", "Loire"), population=170_000)
    factories.commune("76575", "Saint-Étienne-du-Rouvray", factories.departement("76", "Seine-Maritime"), population=28_000)
    factories.departement("26", "Drôme")

    found = client.get("/territoires/json", {"q": "st etienne"}).json()["lieux"]

    assert [place["libelle"] for place in found] == ["Saint-Étienne (Loire)", "Saint-Étienne-du-Rouvray (Seine-Maritime)"]
    assert found[0]["requete"] == "pres_de=42218"
    assert client.get("/territoires/json", {"q": "26"}).json()["lieux"][0]["requete"] == "departement=26"
    for nothing in ("", "x", "%", "_", "'", "\\"):
        assert client.get("/territoires/json", {"q": nothing}).json() == {"lieux": []}
