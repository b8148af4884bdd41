"""Rows of lists: what is shown of a pole beside others, in one plain statement whatever the list.

Plain SQL and a plain class: making twenty-four model instances of three tables took longer than all the rest of the
directory's reading (docs/decisions/0007).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from poles.enums import Confidence, LegalForm, Level, Publication
from poles.models import Collectivity
from poles.models.pole import seat_in_words
from poles.models.search import box_around

SELECT = f"""
SELECT pole.id, pole.slug, pole.name, pole.summary, pole.confidence, pole.legal_form, pole.founded_year,
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


def acting_on(places: Iterable[int], besides: Iterable[int], most: int) -> list[PoleRow]:
    """The poles whose territory of action holds one of the collectivités, by name, besides some."""
    acting = "pole.id IN (SELECT pole_id FROM poles_poleterritory WHERE collectivity_id = ANY(%(places)s))"
    return _rows(f"{acting} AND pole.id <> ALL(%(besides)s)", places=list(places), besides=list(besides), most=most)


def around(latitude: float, longitude: float, radius: int, besides: Iterable[int], most: int) -> list[PoleRow]:
    """The poles within `radius` kilometres of a point in degrees, nearest first, with `km`, besides some."""
    south, north, west, east = box_around(latitude, longitude, radius)
    return _rows(
        "near.km <= %(radius)s", joins=NEAREST, km="near.km", order="near.km, pole.id", latitude=latitude, longitude=longitude,
        south=south, north=north, west=west, east=east, radius=radius, besides=list(besides), most=most,
    )  # fmt: skip


# The nearest are found before anything is read of them.
NEAREST = """
JOIN (
    SELECT pole_id, public.distance_km(latitude, longitude, %(latitude)s, %(longitude)s) AS km
    FROM poles_searchentry
    WHERE published AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
        AND pole_id <> ALL(%(besides)s)
    ORDER BY km, pole_id LIMIT %(most)s
) AS near ON near.pole_id = pole.id
"""


def of_a_like_size(population: int, shares: tuple[float, float], away_from: int | None, most: int) -> list[PoleRow]:
    """The poles seated in a commune whose population is between two shares of this one, out of a département, by name."""
    smallest, largest = (round(population * share) for share in shares)
    return _rows(
        "commune.population BETWEEN %(smallest)s AND %(largest)s AND departement.id <> %(away_from)s",
        smallest=smallest, largest=largest, away_from=away_from or 0, most=most,
    )  # fmt: skip


def epcis_without_pole(departement: int, besides: int, most: int) -> list[Collectivity]:
    """The intercommunalités of a département where no published pole has its seat, by name, besides one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT epci.code, epci.name FROM poles_collectivity AS epci
            JOIN poles_epcidepartement AS covered ON covered.epci_id = epci.id
            WHERE covered.departement_id = %(departement)s AND epci.ended_vintage IS NULL AND epci.id <> %(besides)s
                AND NOT EXISTS (
                    SELECT FROM poles_collectivity AS commune JOIN poles_pole AS pole ON pole.seat_commune_id = commune.id
                    WHERE commune.epci_id = epci.id AND pole.publication = %(published)s
                )
            ORDER BY epci.sort_key, epci.id LIMIT %(most)s
            """,
            {"departement": departement, "besides": besides, "published": Publication.PUBLISHED.value, "most": most},
        )
        return [Collectivity(level=Level.EPCI, code=code, name=name) for code, name in cursor.fetchall()]


def _rows(condition: str, joins: str = "", km: str = "NULL", order: str = BY_NAME, **parameters: Any) -> list[PoleRow]:
    with connection.cursor() as cursor:
        cursor.execute(SELECT.format(condition=condition, joins=joins, km=km, order=order), parameters)
        return [
            PoleRow(
                pk, slug, name, summary, confidence == Confidence.HIGH, LEGAL_FORMS.get(legal_form, ""), founded_year,
                seat_in_words(commune, departement, code), distance,
            )
            for pk, slug, name, summary, confidence, legal_form, founded_year, commune, departement, code, distance
            in cursor.fetchall()
        ]  # fmt: skip
