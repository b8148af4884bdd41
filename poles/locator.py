"""A small map that says where: the départements of a place or of a pole's territory of action, and points among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poles import france
from poles.enums import Level
from poles.models import Collectivity, Pole


@dataclass(frozen=True)
class Locator:
    """Outlines, those that are told of tinted, with a mark at the seat and at each place of a territory."""

    shapes: tuple[france.Shape, ...]
    tinted: frozenset[str]
    """Codes of départements."""
    seat: tuple[int, int] | None
    places: tuple[tuple[int, int], ...]


def of_pole(pole: Pole, territory: Sequence[Collectivity]) -> Locator | None:
    """Where a pole is and acts; None where the département of its seat has no outline.

    A région or a département of its territory is tinted; an intercommunalité or a commune is a point. `territory` holds
    collectivités with `departement_codes`.
    """
    tinted = [code for area in territory if area.level in (Level.REGION, Level.DEPARTEMENT) for code in codes_of(area)]
    return _locator(
        [pole.seat_departement.code, *(code for area in territory for code in codes_of(area))],
        tinted,
        pole.point[:2] if pole.point else None,
        (area for area in territory if area.level in (Level.EPCI, Level.COMMUNE)),
    )


def of_place(place: Collectivity, departements: Sequence[Collectivity]) -> Locator | None:
    """A département, or an intercommunalité or a commune as a point in those that it is in; None without an outline."""
    if place.level == Level.DEPARTEMENT:
        return _locator([place.code], [place.code], None, ())
    return _locator([one.code for one in departements], (), None, [place])


def codes_of(area: Collectivity) -> list[str]:
    """The départements that a collectivité read for a map is or is in."""
    codes: list[str] = area.departement_codes  # type: ignore[attr-defined]
    return codes


def _locator(
    codes: Sequence[str], tinted: Iterable[str], seat: tuple[float, float] | None, places: Iterable[Collectivity]
) -> Locator | None:
    drawing = france.part(tuple(dict.fromkeys(codes)))
    if drawing is None or drawing.shapes[0].code != codes[0]:
        return None
    points = [
        drawing.place(place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    return Locator(
        drawing.shapes,
        frozenset(tinted),
        drawing.place(*seat) if seat else None,
        tuple(dict.fromkeys(point for point in points if point)),
    )
