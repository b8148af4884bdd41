"""Addresses of territories."""

import datetime

import pytest

from poles.enums import FormerCommuneKind
from poles.models import Collectivity, FormerCommune, Partnership, PartnershipRole, PlanMention, RegionalContact
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
    assert ('<path d="M' in page(client, place)) == (code == "26")


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
