"""Addresses of territories."""

import pytest

from poles.enums import FormerCommuneKind
from poles.models import Collectivity, FormerCommune
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
