"""The map of France: what is drawn, what it says, and what it weighs."""

import gzip
import re
from xml.etree import ElementTree

import pytest

from poles import france
from poles.geometry import rings
from poles.map import STEPS, of_counts
from poles.models import Collectivity, Pole
from tests import factories

SVG = "{http://www.w3.org/2000/svg}"
MOST_HTML = 60_000


def svg_of(client, address="/poles/?vue=carte"):
    html = client.get(address).content.decode()
    drawing = re.search(r'<svg class="france".*?</svg>', html, re.DOTALL)[0]
    named = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(named), html  # noqa: S314 (our own page)


def points(path):
    """Every point of a path of our own kind: one absolute start a ring, then steps."""
    for ring in re.findall(r"M(-?\d+)[ ]?(-?\d+)l([^z]*)z", path):
        x, y = int(ring[0]), int(ring[1])
        yield x, y
        steps = [int(number) for number in re.findall(r"-?\d+", ring[2])]
        for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + step_x, y + step_y
            yield x, y


def test_every_departement_that_has_an_outline_is_drawn_in_its_frame():
    insets = france.insets()
    drawn = [(shape, france.MAINLAND_FRAME) for shape in france.mainland()]
    drawn += [(shape, inset.frame) for inset in insets for shape in inset.shapes]

    assert {shape.code for shape, _ in drawn} == set(rings()) == france.drawn()
    assert len(rings()) == 101
    for shape, frame in drawn:
        places = list(points(shape.path))
        assert len(places) >= 3, shape.code
        for x, y in [*places, (shape.x, shape.y)]:
            assert frame.left - 1 <= x <= frame.left + frame.width + 1, shape.code
            assert frame.top - 1 <= y <= frame.top + frame.height + 1, shape.code


def test_departements_are_where_people_look_for_them():
    places = {shape.code: shape for shape in france.mainland()}

    assert places["59"].y < places["75"].y < places["63"].y < places["66"].y  # Nord, Paris, Puy-de-Dôme, Pyrénées-Orientales
    assert places["29"].x < places["35"].x < places["75"].x < places["67"].x  # Finistère, Ille-et-Vilaine, Paris, Bas-Rhin
    assert max(places.values(), key=lambda shape: shape.x).code in ("2A", "2B")


def test_frames_do_not_overlap():
    frames = [inset.frame for inset in france.insets()]
    for number, one in enumerate(frames):
        assert one.left >= 0 and one.top >= 0
        assert one.left + one.width <= france.WIDTH and one.top + one.height <= france.HEIGHT
        for other in frames[number + 1 :]:
            assert (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top
                or other.top + other.height <= one.top
            )
    apart = france.insets()[0].frame
    for shape in france.mainland():
        assert not any(x < apart.left + apart.width and y < apart.top + apart.height for x, y in points(shape.path)), shape.code


@pytest.mark.parametrize(
    ("counts", "steps", "legend"),
    [
        ({}, {"a": 0, "b": 0, "c": 0}, ()),
        ({"a": 1}, {"a": 1, "b": 0, "c": 0}, ((1, 1, 1),)),
        ({"a": 1, "b": 4}, {"a": 1, "b": 4, "c": 0}, ((1, 1, 1), (4, 4, 4))),
        ({"a": 5, "b": 100, "c": 26}, {"a": 1, "b": 4, "c": 2}, ((1, 1, 25), (2, 26, 50), (4, 76, 100))),
    ],
)
def test_steps_are_those_of_the_legend(counts, steps, legend):
    shown = of_counts(counts, {"a": "A", "b": "B", "c": "C"}, lambda code: f"/{code}")

    assert {code: area.step for code, area in shown.areas.items()} == steps
    assert shown.legend == legend
    for area in shown.with_poles:
        low, high = next((low, high) for step, low, high in legend if step == area.step)
        assert low <= area.count <= high and area.step <= STEPS


@pytest.fixture
def some_poles(db):
    drome, ain = factories.departement("26", "Drôme & Cie"), factories.departement("01", "Ain")
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    abroad = factories.departement("975", "Saint-Pierre-et-Miquelon", factories.region("975", "Saint-Pierre"))
    for departement, count in ((drome, 3), (ain, 1), (paris, 2), (abroad, 1)):
        for number in range(count):
            factories.pole(f"{departement.name} {number}", seat_departement=departement)
    return Pole.objects


@pytest.mark.usefixtures("some_poles")
def test_map_tells_the_number_of_each_departement_and_leads_to_its_list(client):
    drawing, html = svg_of(client)

    links = {link.get("aria-label"): link for link in drawing.iter(f"{SVG}a")}
    assert set(links) == {"Drôme & Cie (26) : 3 pôles", "Ain (01) : 1 pôle", "Paris (75) : 2 pôles"}
    drome = links["Drôme & Cie (26) : 3 pôles"]
    assert drome.get("href") == "/poles/?departement=26&vue=carte"
    assert [text.text for text in drawing.iter(f"{SVG}text") if text.get("class") == "on-3"] == ["3"]
    assert drome.find(f"{SVG}path").get("class") == "step-3"
    for address, count in [(link.get("href"), label.split(" : ")[1].split()[0]) for label, link in links.items()]:
        assert f'<h2 class="total">{count} pôle' in client.get(address).content.decode()
    assert '<a href="/poles/?departement=975&amp;vue=carte">Saint-Pierre-et-Miquelon</a> (1 pôle)' in html
    table = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL)[1]
    assert re.findall(r'<td class="number">(\d+)</td>', table) == ["1", "3", "2", "1"]
    assert html.count('<li class="pole-row">') == 7  # the list is complete beside the map


@pytest.mark.usefixtures("some_poles")
def test_map_keeps_the_other_filters_and_shows_what_is_chosen(client):
    Pole.objects.filter(name__contains="0").update(legal_form="scic")

    drawing, _ = svg_of(client, "/poles/?forme=scic&departement=26&vue=carte")

    links = {link.get("aria-label"): link for link in drawing.iter(f"{SVG}a")}
    assert set(links) == {"Drôme & Cie (26) : 1 pôle", "Ain (01) : 1 pôle", "Paris (75) : 1 pôle"}
    assert links["Ain (01) : 1 pôle"].get("href") == "/poles/?departement=01&forme=scic&vue=carte"
    assert [label for label, link in links.items() if link.get("aria-current")] == ["Drôme & Cie (26) : 1 pôle"]


@pytest.mark.parametrize("address", ["/", "/poles/?vue=carte"])
def test_page_with_the_map_is_light(client, db, address):
    departements = [factories.departement(code, f"Département {code}") for code in sorted(rings())]
    for number in range(3):
        for departement in departements:
            factories.pole(
                f"Pôle fictif {departement.code} {number}", seat_departement=departement, summary="Une phrase. " * 15
            )
    assert Collectivity.objects.departements().count() == 101

    drawing, html = svg_of(client, address)

    assert len(list(drawing.iter(f"{SVG}a"))) == 101
    assert len(gzip.compress(html.encode())) <= MOST_HTML


@pytest.mark.usefixtures("some_poles")
def test_region_shows_its_departements_each_a_link_to_its_page(client):
    html = client.get("/territoires/region/84/").content.decode()

    labels = re.findall(r'<a href="(/territoires/departement/\w+/)" aria-label="([^"]+)"', html)
    assert labels == [
        ("/territoires/departement/01/", "Ain (01) : 1 pôle"),
        ("/territoires/departement/26/", "Drôme &amp; Cie (26) : 3 pôles"),
    ]
    assert html.count('<svg class="france france--part"') == 1
    assert "pas de contour" not in html


@pytest.mark.usefixtures("some_poles")
def test_region_without_an_outline_is_told_in_words(client):
    html = client.get("/territoires/region/975/").content.decode()

    assert "<path" not in html.partition("<main")[2]
    assert 'Saint-Pierre-et-Miquelon (975)</a> <span class="count">1 pôle</span>' in html


@pytest.mark.parametrize("codes", [("01", "07", "26"), ("2A", "2B"), ("971",), ("974",)])
def test_part_of_france_is_as_large_as_its_frame_allows(codes):
    shapes = france.part(codes).shapes
    places = [place for shape in shapes for place in points(shape.path)]

    assert tuple(shape.code for shape in shapes) == codes
    width = max(x for x, _ in places) - min(x for x, _ in places)
    height = max(y for _, y in places) - min(y for _, y in places)
    frame = france.PART_FRAME
    assert width <= frame.width + 1 and height <= frame.height + 1
    assert width >= frame.width * 0.97 or height >= frame.height * 0.97  # an islet may be left out


def test_nothing_is_drawn_of_what_has_no_outline():
    assert france.part(("975",)) is None


def test_poles_overseas_are_those_found():
    names, counts = {"26": "Drôme", "974": "La Réunion", "971": "Guadeloupe"}, {"26": 2, "974": 4, "971": 1}

    def overseas(chosen):
        made = of_counts(counts, names, "/poles/?departement={}".format, chosen)
        return made.poles_overseas, made.has_choice

    assert [overseas(chosen) for chosen in ((), ("26",), ("974",), ("26", "971"))] == [
        (5, False),
        (0, True),
        (4, True),
        (1, True),
    ]
