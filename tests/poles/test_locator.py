"""The small map of a pole or of a place: what it draws, what it marks, and the words that tell it."""

import re

import pytest

from poles import france
from poles.details import pole_with_details
from poles.locator import of_pole
from poles.models import EpciDepartement
from tests import factories

pytestmark = pytest.mark.django_db


def located(pole):
    found, details = pole_with_details(pole.slug)
    return of_pole(found, details.territory)


def codes(locator):
    return [shape.code for shape in locator.shapes]


def test_seat_is_a_mark_in_the_outline_of_its_departement():
    locator = located(factories.pole(seat_commune=factories.commune()))

    assert codes(locator) == ["26"]
    assert locator.tinted == frozenset()
    assert locator.places == ()
    x, y = locator.seat
    xs = [int(number) for number in re.findall(r"M(\d+)", locator.shapes[0].path)]
    assert xs and 8 <= x <= 472 and 8 <= y <= 392


def test_pole_known_by_its_departement_has_no_mark():
    locator = located(factories.pole(seat_departement=factories.departement()))

    assert codes(locator) == ["26"]
    assert (locator.seat, locator.places) == (None, ())


def test_region_and_departement_are_tinted_intercommunalite_and_commune_are_points():
    drome, isere = factories.departement(), factories.departement("38", "Isère")
    factories.departement("01", "Ain")
    group = factories.epci()
    for departement in (drome, isere):
        EpciDepartement.objects.create(epci=group, departement=departement)
    type(group).objects.filter(pk=group.pk).update(latitude=45.1, longitude=5.2, point_precision="epci")
    elsewhere = factories.commune("73065", "Chambéry", factories.departement("73", "Savoie"), latitude=45.57, longitude=5.92)
    pole = factories.pole(seat_commune=factories.commune())

    pole.territory_links.create(collectivity=group)
    pole.territory_links.create(collectivity=elsewhere)
    locator = located(pole)
    assert codes(locator) == ["26", "38", "73"]
    assert locator.tinted == frozenset()
    assert len(set(locator.places)) == 2

    pole.territory_links.create(collectivity=isere)
    assert located(pole).tinted == {"38"}

    pole.territory_links.create(collectivity=drome.region)
    locator = located(pole)
    assert codes(locator) == ["26", "01", "38", "73"]
    assert locator.tinted == {"01", "26", "38", "73"}


def test_what_is_across_the_sea_is_left_to_the_words():
    reunion = factories.departement("974", "La Réunion", factories.region("04", "La Réunion"))
    pole = factories.pole(seat_departement=reunion)
    pole.territory_links.create(collectivity=factories.departement())

    assert codes(located(pole)) == ["974"]


def test_nothing_is_drawn_where_there_is_no_outline():
    pole = factories.pole(seat_departement=factories.departement("975", "Saint-Pierre-et-Miquelon"))
    pole.territory_links.create(collectivity=factories.departement())

    assert located(pole) is None


def test_page_tells_the_map_in_words(client):
    pole = factories.pole(seat_commune=factories.commune())
    pole.territory_links.create(collectivity=factories.departement())

    html = client.get(pole.get_absolute_url()).content.decode()

    drawn = re.search(r'<svg class="small-map".*?</svg>', html)[0]
    assert 'role="img" aria-label="Carte : siège à Romans-sur-Isère, Drôme (26), et territoire d&#x27;action"' in drawn
    assert drawn.count("<circle") == 1
    assert drawn.count('class="is-tinted"') == 1
    assert "Territoire d'action :" in html


def test_place_is_a_point_and_a_departement_is_tinted(client):
    place = factories.commune()

    assert client.get(place.get_absolute_url()).content.count(b"small-map__place") == 1
    assert client.get(place.departement.get_absolute_url()).content.count(b"is-tinted") == 1


def test_emblems_are_one_symbol_a_departement():
    text = france.emblems()

    assert re.findall(r'<symbol id="d(\w+)"', text) == sorted(france.drawn())
    assert all(path.startswith("M") for path in re.findall(r'<path d="([^"]*)"', text))
