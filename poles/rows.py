"""Rows of lists: what is shown of a pole beside others, in one plain statement whatever the list.

Plain SQL and a plain class: making twenty-four model instances of three tables took longer than all the rest of the
directory's reading (docs/decisions/0007).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from poles.enums import LegalForm, Level, Publication
from poles.models import Collectivity
from poles.models.pole import confirmed_since, seat_in_words
from poles.models.search import box_around

SELECT = f"""
SELECT pole.id, pole.slug, pole.name, pole.summary,
    (pole.confidence = 'high' OR pole.confirmed_on >= %(confirmed_since)s) IS TRUE, pole.legal_form, pole.founded_year,
    commune.name, departement.name, departement.code, {{km}}
FROM poles_pole AS pole
JOIN poles_collectivity AS departement ON departement.id = pole.seat_departement_id
LEFT JOIN poles_collectivity AS commune ON commune.id = pole.seat_commune_id
{{joins}}
WHERE pole.publication = '{Publication.PUBLISHED.value}' AND {{condition}}
ORDER BY {{order}} LIMIT %(most)s
"""
BY_NAME = "pole.sort_key, pole.number"
SEATS = {
    Level.REGION: "departement.region_id = %(place)s",
    Level.DEPARTEMENT: "departement.id = %(place)s",
    Level.EPCI: "commune.epci_id = %(place)s",
    Level.COMMUNE: "commune.id = %(place)s",
}
LEGAL_FORMS = {value: str(label) for value, label in LegalForm.choices}


@dataclass(slots=True)
class PoleRow:
    """A published pole in a list."""

    pk: int
    slug: str
    name: str
    summary: str
    is_confirmed: bool
    legal_form: str
    founded_year: int | None
    seat_in_words: str
    departement_code: str
    km: float | None

    def get_absolute_url(self) -> str:
        """As `Pole.get_absolute_url`; a list asks for it at each row."""
        return f"/poles/{self.slug}/"


def of_keys(keys: Sequence[int]) -> list[PoleRow]:
    """The poles of these keys, in their order; those that are not published any more are left out."""
    if not keys:
        return []
    found = {row.pk: row for row in _rows("pole.id = ANY(%(keys)s)", keys=list(keys), most=len(keys))}
    return [found[key] for key in keys if key in found]


def seated_in(place: Collectivity, most: int) -> list[PoleRow]:
    """The poles whose seat is in a collectivité, by name."""
    return _rows(SEATS[Level(place.level)], place=place.pk, most=most)


def acting_on(place: Collectivity, holders: Sequence[int], besides: Iterable[int], most: int) -> list[PoleRow]:
    """The poles whose territory of action is one of `holders` or a part of the place, by name, besides some."""
    part = PARTS.get(Level(place.level), "false")
    acting = f"""pole.id IN (
        SELECT link.pole_id FROM poles_poleterritory AS link JOIN poles_collectivity AS area ON area.id = link.collectivity_id
        WHERE area.id = ANY(%(holders)s) OR {part}
    )"""
    return _rows(
        f"{acting} AND pole.id <> ALL(%(besides)s)", holders=list(holders), besides=list(besides), place=place.pk, most=most
    )


# Whether an area is a part of the place.
PARTS = {
    Level.REGION: """(area.region_id = %(place)s OR EXISTS (
        SELECT FROM poles_epcidepartement AS covered
        JOIN poles_collectivity AS departement ON departement.id = covered.departement_id
        WHERE covered.epci_id = area.id AND departement.region_id = %(place)s))""",
    Level.DEPARTEMENT: """(area.departement_id = %(place)s OR EXISTS (
        SELECT FROM poles_epcidepartement AS covered
        WHERE covered.epci_id = area.id AND covered.departement_id = %(place)s))""",
    Level.EPCI: "area.epci_id = %(place)s",
}


def around(
    latitude: float, longitude: float, radius: int, besides: Iterable[int], most: int, also: Sequence[int] = ()
) -> list[PoleRow]:
    """The poles within `radius` kilometres of a point in degrees, nearest first, with `km`, besides some.

    Those of the keys `also` come after, with no distance, in the same statement; one that is near too comes twice.
    """
    south, north, west, east = box_around(latitude, longitude, radius)
    return _rows(
        "(near.km IS NULL OR near.km <= %(radius)s)", joins=NEAREST, km="near.km", order="near.km, pole.id",
        latitude=latitude, longitude=longitude, south=south, north=north, west=west, east=east, radius=radius,
        besides=list(besides), nearest=most, also=list(also), most=most + len(also),
    )  # fmt: skip


# The nearest are found before anything is read of them.
NEAREST = """
JOIN (
    (
        SELECT pole_id, public.distance_km(latitude, longitude, %(latitude)s, %(longitude)s) AS km
        FROM poles_searchentry
        WHERE published AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
            AND pole_id <> ALL(%(besides)s)
        ORDER BY km, pole_id LIMIT %(nearest)s
    )
    UNION ALL
    SELECT key, NULL FROM pg_catalog.unnest(%(also)s::bigint[]) AS key
) AS near ON near.pole_id = pole.id
"""


def distances(latitude: float, longitude: float, radius: int) -> dict[int, float]:
    """By key, the kilometres to each published pole within `radius` kilometres of a point in degrees."""
    south, north, west, east = box_around(latitude, longitude, radius)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pole_id, km FROM (
                SELECT pole_id, public.distance_km(latitude, longitude, %(latitude)s, %(longitude)s) AS km
                FROM poles_searchentry
                WHERE published AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
            ) AS near WHERE km <= %(radius)s
            """,
            {
                "latitude": latitude, "longitude": longitude, "south": south, "north": north, "west": west, "east": east,
                "radius": radius,
            },
        )  # fmt: skip
        return dict(cursor.fetchall())


def of_a_like_size(place: Collectivity, shares: tuple[float, float], besides: Iterable[int], most: int) -> list[PoleRow]:
    """The poles seated elsewhere in a place of the same level with a like population, by name, besides some.

    `shares` bounds that population, as shares of this place's. A région has no like: none.
    """
    if place.level not in LIKE_PLACES:
        return []
    condition = f"({LIKE_PLACES[Level(place.level)]}) AND pole.id <> ALL(%(besides)s)"
    smallest, largest = shares
    return _rows(
        condition, place=place.pk, population=place.population or 0, departement=place.departement_id or 0,
        smallest=smallest, largest=largest, besides=list(besides), most=most,
    )  # fmt: skip


LIKE_PLACES = {
    Level.COMMUNE: "commune.population BETWEEN %(smallest)s * %(population)s::float8 AND %(largest)s * %(population)s::float8"
    " AND departement.id <> %(departement)s",
    Level.EPCI: "commune.epci_id IN (SELECT id FROM poles_collectivity WHERE level = 'epci' AND id <> %(place)s"
    " AND population BETWEEN %(smallest)s * %(population)s::float8 AND %(largest)s * %(population)s::float8)",
    Level.DEPARTEMENT: """departement.id IN (
        WITH sizes AS MATERIALIZED (
            SELECT departement_id AS id, sum(population) AS size FROM poles_collectivity
            WHERE level = 'commune' AND ended_vintage IS NULL GROUP BY departement_id
        )
        SELECT other.id FROM sizes AS this JOIN sizes AS other
            ON other.id <> this.id AND other.size BETWEEN %(smallest)s * this.size AND %(largest)s * this.size
        WHERE this.id = %(place)s
    )""",
}


def epcis_around(latitude: float, longitude: float, radius: int, besides: int, most: int) -> list[Collectivity]:
    """The intercommunalités within `radius` kilometres of a point in degrees, nearest first; `besides` is left out."""
    south, north, west, east = box_around(latitude, longitude, radius)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, code, name FROM poles_collectivity
            WHERE level = 'epci' AND ended_vintage IS NULL AND id <> %(besides)s
                AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
            ORDER BY public.distance_km(latitude, longitude, %(latitude)s, %(longitude)s), id LIMIT %(most)s
            """,
            {
                "besides": besides, "south": south, "north": north, "west": west, "east": east, "latitude": latitude,
                "longitude": longitude, "most": most,
            },
        )  # fmt: skip
        return [Collectivity(id=pk, level=Level.EPCI, code=code, name=name) for pk, code, name in cursor.fetchall()]


def _rows(condition: str, joins: str = "", km: str = "NULL", order: str = BY_NAME, **parameters: Any) -> list[PoleRow]:
    with connection.cursor() as cursor:
        parameters["confirmed_since"] = confirmed_since()
        cursor.execute(SELECT.format(condition=condition, joins=joins, km=km, order=order), parameters)
        return [
            PoleRow(
                pk, slug, name, summary, is_confirmed, LEGAL_FORMS.get(legal_form, ""), founded_year,
                seat_in_words(commune, departement, code), code, distance,
            )
            for pk, slug, name, summary, is_confirmed, legal_form, founded_year, commune, departement, code, distance
            in cursor.fetchall()
        ]  # fmt: skip
