"""« Chercher ici »: the commune nearest to the middle of a map."""

import pytest

from poles.models import Collectivity
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    factories.commune()
    factories.commune("26362", "Valence", latitude=44.93, longitude=4.89)
    factories.commune("26999", "Nulle-Part", latitude=45.0, longitude=5.0, point_precision="departement")
    factories.commune("26998", "Disparue", latitude=45.0, longitude=5.0)
    Collectivity.objects.filter(code="26998").update(ended_vintage=2026)


def nearest(client, latitude, longitude):
    response = client.get("/territoires/json", {"latitude": latitude, "longitude": longitude})
    assert response.status_code == 200
    return [(place["nom"], place["requete"]) for place in response.json()["lieux"]]


@pytest.mark.usefixtures("communes")
def test_nearest_commune_with_a_point_of_its_own_is_told(client):
    assert nearest(client, "45.001", "5.001") == [("Romans-sur-Isère", "pres_de=26281")]
    assert nearest(client, "44.9", "4.9") == [("Valence", "pres_de=26362")]


@pytest.mark.usefixtures("communes")
@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("40", "-20"),
        ("", "5"),
        ("nan", "5"),
        ("45", "inf"),
        ("1e999", "5"),
        ("91", "5"),
        ("45", "181"),
        ("45;", "5"),
        ("４５", "x"),
    ],
)
def test_nothing_is_told_at_sea_or_of_what_is_no_point(client, latitude, longitude):
    assert nearest(client, latitude, longitude) == []


@pytest.mark.usefixtures("communes")
def test_nearest_commune_costs_one_statement(client, kept_index, django_assert_num_queries):
    client.get("/territoires/json")
    with django_assert_num_queries(2):
        nearest(client, "45", "5")
