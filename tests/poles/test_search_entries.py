"""What search reads is never stale, whatever writes: forms, bulk updates, plain SQL."""

import re

import pytest
from django.db import connection, transaction

from poles import search
from poles.models import Collectivity, FormerCommune, Membership, Organisation, Place, Pole, SearchEntry, Sector
from poles.triggers import SEARCHED
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pole():
    """A pole with a row of everything that search reads."""
    town = factories.commune(epci=factories.epci(), postal_codes=["26100"])
    made = factories.pole("Tartempion", seat_commune=town, lead_organisation=factories.organisation("Porteuse"))
    made.sector_links.create(sector=factories.sector("bois", "Bois"))
    made.places.create(name="Atelier", commune=factories.commune("26002", "Ailleurs"))
    made.territory_links.create(collectivity=factories.departement("07", "Ardèche"))
    made.recognitions.create(kind="aap-2013")
    Membership.objects.create(pole=made, organisation=factories.organisation("Adhérente"))
    FormerCommune.objects.create(code="26999", kind="commune-deleguee", name="Vieuxbourg", commune=town)
    return made


def entries():
    return list(SearchEntry.objects.order_by("pk").values_list("pk", "published", "title", "document", "latitude", "longitude"))


CHANGES = {
    "name, by a bulk update": (lambda pole: Pole.objects.update(name="Nouveaunom"), "nouveaunom"),
    "summary, by SQL": (lambda pole: _sql("UPDATE poles_pole SET summary = 'Nouveauresume'"), "nouveauresume"),
    "description": (lambda pole: Pole.objects.update(description="Nouvelledescription"), "nouvelledescription"),
    "lead renamed": (lambda pole: Organisation.objects.filter(name="Porteuse").update(name="Portage"), "portage"),
    "member renamed": (lambda pole: Organisation.objects.filter(name="Adhérente").update(acronym="ADHX"), "adhx"),
    "member added": (
        lambda pole: Membership.objects.create(pole=pole, organisation=factories.organisation("Arrivante")), "arrivante",
    ),
    "sector renamed": (lambda pole: Sector.objects.update(name="Menuiserie"), "menuiserie"),
    "sector added": (lambda pole: pole.sector_links.create(sector=factories.sector("laine", "Lainage")), "lainage"),
    "place renamed": (lambda pole: Place.objects.update(name="Fabrique"), "fabrique"),
    "town renamed": (lambda pole: Collectivity.objects.filter(code="26281").update(name="Nouvelleville"), "nouvelleville"),
    "town of a place renamed": (lambda pole: Collectivity.objects.filter(code="26002").update(name="Autreville"), "autreville"),
    "intercommunalité renamed": (lambda pole: Collectivity.objects.filter(level="epci").update(name="Grappe"), "grappe"),
    "région renamed": (lambda pole: Collectivity.objects.filter(level="region").update(name="Contree"), "contree"),
    "territory renamed": (lambda pole: Collectivity.objects.filter(code="07").update(name="Vallee"), "vallee"),
    "former commune renamed": (lambda pole: FormerCommune.objects.update(name="Jadisville"), "jadisville"),
    "recognised": (lambda pole: pole.recognitions.create(kind="pole-temoin"), "temoin"),
    "retained by a call": (
        lambda pole: pole.recognitions.create(kind="autre-appel", call_name="Tremplin fictif"), "tremplin",
    ),
    "postal code": (lambda pole: Collectivity.objects.filter(code="26281").update(postal_codes=["26101"]), "26101"),
}  # fmt: skip


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", CHANGES)
def test_entry_follows(pole, change):
    make, word = CHANGES[change]
    assert list(search.find(word).ids) == []

    make(pole)

    assert list(search.find(word).ids) == [pole.pk]
    kept = entries()
    _sql("SELECT public.refresh_search(ARRAY(SELECT id FROM poles_pole))")
    assert entries() == kept


@pytest.mark.parametrize(
    ("word", "remove"),
    [
        ("adhérente", lambda pole: pole.memberships.all().delete()),
        ("bois", lambda pole: pole.sector_links.all().delete()),
        ("atelier", lambda pole: pole.places.all().delete()),
        ("ardeche", lambda pole: pole.territory_links.all().delete()),
        ("aap 2013", lambda pole: pole.recognitions.all().delete()),
        ("vieuxbourg", lambda pole: FormerCommune.objects.all().delete()),
        ("tartempion", lambda pole: Pole.objects.update(publication="retire")),
        ("tartempion", lambda pole: Pole.objects.update(publication="brouillon")),
    ],
)
def test_what_is_removed_is_not_found(pole, word, remove):
    assert list(search.find(word).ids) == [pole.pk]

    remove(pole)

    assert list(search.find(word).ids) == []


def test_point_is_the_poles_own_else_its_communes(pole):
    assert (pole.search_entry.latitude, pole.search_entry.longitude) == (45.05, 5.05)
    Collectivity.objects.filter(code="26281").update(latitude=45.06)
    assert SearchEntry.objects.get().latitude == 45.06
    Pole.objects.update(latitude=45.1, longitude=5.1, point_precision="adresse")
    assert SearchEntry.objects.get().latitude == 45.1


def test_phrase_does_not_run_from_one_field_into_the_next(pole):
    assert list(search.find('"tartempion ptce"').ids) == []
    assert list(search.find('"atelier ailleurs"').ids) == []


def test_name_of_a_place_that_exists_is_never_corrected(pole):
    factories.commune("26003", "Tartempio")

    assert list(search.find("tartempio").ids) == [pole.pk]  # the beginning of the name
    factories.commune("26004", "Tartempoin")
    assert list(search.find("tartempoin").ids) == []


@pytest.fixture
def function():
    """The text of what writes entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.pg_get_functiondef('public.refresh_search(bigint[])'::regprocedure)")
        return cursor.fetchone()[0]


def test_columns_whose_change_is_followed_are_those_that_search_reads(function):
    assert set(re.findall(r"\bpole\.(\w+)", function)) == {*SEARCHED, "id", "number"}


def test_tables_whose_changes_are_followed_are_those_that_search_reads(function):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_catalog.pg_trigger WHERE tgname LIKE 'pgtrigger_search_%'"
        )
        followed = {table for (table,) in cursor.fetchall()}

    assert followed == set(re.findall(r"(?:FROM|JOIN) public\.(\w+)", function)) - {"poles_searchword"}


@pytest.mark.parametrize(
    ("changed", "written"),
    [({"summary": "Autre"}, True), ({"website": "https://example.org/"}, False), ({"confirmed_on": "2026-01-01"}, False)],
)
def test_a_change_that_search_does_not_read_writes_no_entry(pole, changed, written):
    """Asked of the rows that `refresh_search` would note to write later."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE search_later (pole_id bigint PRIMARY KEY) ON COMMIT DROP")
        cursor.execute("SELECT set_config('ptce.search_later', 'on', true)")
        Pole.objects.filter(pk=pole.pk).update(**changed)
        cursor.execute("SELECT pole_id FROM search_later")
        assert cursor.fetchall() == ([(pole.pk,)] if written else [])
        transaction.set_rollback(True)
