"""Places by name: what a person types, wherever a commune, an intercommunalité, a département or a région is asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from poles.enums import Level
from poles.instances import columns_of, instance
from poles.models import Collectivity
from poles.models.search import box_around
from poles.search import ASKING, LONGEST_ARTICLE, plain

SHORTEST_NAME, LONGEST_NAME = 2, 80
SUGGESTIONS = 8
NEAREST_KM = 50
WORD = re.compile(r"[^\W_]+")
SAINT = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True)
class FoundPlace:
    """A place found by its name or code; `former` is the name of the former commune that led to it."""

    level: str
    code: str
    name: str
    departement: str
    former: str
    latitude: float | None
    longitude: float | None

    @property
    def has_point(self) -> bool:
        return self.latitude is not None

    @property
    def label(self) -> str:
        """« Lons-le-Saunier (39300, Jura) », with the level of what is no commune."""
        if self.level == Level.COMMUNE:
            return f"{self.name} ({self.departement})"
        return f"{self.name} ({Level(self.level).label})"

    def get_absolute_url(self) -> str:
        return f"/territoires/{self.level}/{self.code}/"


# Regions and départements first, then the larger communes, then intercommunalités; a name that begins so, article or not,
# before one that holds such a word.
# The key is written out where it is compared, so that the planner sees a constant and takes an index.
SUGGEST = """
WITH found AS (
    SELECT id, '' AS former, false AS inside FROM poles_collectivity
    WHERE ended_vintage IS NULL AND search_key LIKE public.place_key(%(text)s) || '%%'
    UNION ALL
    SELECT id, '', pg_catalog.regexp_replace(search_key, '^(l|la|le|les) ', '') NOT LIKE public.place_key(%(text)s) || '%%'
    FROM poles_collectivity
    WHERE length(%(text)s) > 2 AND ended_vintage IS NULL AND search_key LIKE '%% ' || public.place_key(%(text)s) || '%%'
    UNION ALL
    SELECT former.commune_id, former.name, false
    FROM poles_formercommune AS former JOIN poles_collectivity AS commune ON commune.id = former.commune_id
    WHERE former.search_key LIKE public.place_key(%(text)s) || '%%'
        AND former.search_key <> commune.search_key AND former.kind <> 'arrondissement-municipal'
    UNION ALL
    SELECT id, '', false FROM poles_collectivity
    WHERE ended_vintage IS NULL AND level = 'departement' AND code = upper(%(text)s)
    UNION ALL
    SELECT id, '', false FROM poles_collectivity
    WHERE ended_vintage IS NULL AND postal_codes @> ARRAY[%(text)s]::varchar[]
), once AS (
    SELECT DISTINCT ON (id) * FROM found ORDER BY id, inside, former
)
SELECT place.level, place.code, place.name, coalesce(departement.name, ''), once.former, place.latitude, place.longitude
FROM once
JOIN poles_collectivity AS place ON place.id = once.id
LEFT JOIN poles_collectivity AS departement ON departement.id = place.departement_id
ORDER BY once.inside, place.level NOT IN ('region', 'departement'), place.level = 'epci', place.population DESC NULLS LAST,
    place.search_key, place.id
LIMIT %(limit)s
"""

NEAREST = """
SELECT place.level, place.code, place.name, departement.name, '', place.latitude, place.longitude
FROM poles_collectivity AS place JOIN poles_collectivity AS departement ON departement.id = place.departement_id
WHERE place.level = 'commune' AND place.ended_vintage IS NULL AND place.point_precision = 'commune'
    AND place.latitude BETWEEN %(south)s AND %(north)s AND place.longitude BETWEEN %(west)s AND %(east)s
ORDER BY public.distance_km(place.latitude, place.longitude, %(latitude)s, %(longitude)s), place.id LIMIT 1
"""


def suggested(text: str, limit: int = SUGGESTIONS) -> list[FoundPlace]:
    """Places whose name begins so, or holds a word that does, or that have this number or postal code."""
    typed = text.strip()[:LONGEST_NAME]
    if sum(character.isalnum() for character in typed) < SHORTEST_NAME:
        return []
    return _found(SUGGEST, text=typed, limit=limit)


def nearest_commune(latitude: float, longitude: float) -> list[FoundPlace]:
    """The commune whose own point is nearest to a point in degrees; none at sea, or when a number is none."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return []
    south, north, west, east = box_around(latitude, longitude, NEAREST_KM)
    return _found(NEAREST, latitude=latitude, longitude=longitude, south=south, north=north, west=west, east=east)


def of_codes(epcis: Iterable[str], communes: Iterable[str]) -> list[Collectivity]:
    """The intercommunalités and communes of these codes, ended or not, with what a filter by place needs of them."""
    columns = columns_of(Collectivity, "id", "level", "code", "name", "latitude", "longitude")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM poles_collectivity"
            " WHERE level = 'epci' AND code = ANY(%s) OR level = 'commune' AND code = ANY(%s)",
            [list(epcis), list(communes)],
        )
        return [instance(Collectivity, columns, row) for row in cursor.fetchall()]


def named_in(text: str, rows: Iterable[Mapping[str, Any]]) -> list[tuple[FoundPlace, str]]:
    """The communes, départements and régions whose whole name, former name or postal code stands in a text that is searched.

    `rows` are those that `public.named_places` found in it: the longest names first, then the larger places, two at most.
    Each place comes with what the text says besides.
    """
    return [
        (FoundPlace(**{name: value for name, value in row.items() if name != "key"}), _besides(text, row["key"]))
        for row in rows
    ]


def _besides(text: str, key: str) -> str:
    """What the text says besides a place, without the little words that stood before it."""
    words = list(WORD.finditer(text))
    keys = [SAINT.get(plain(word[0]), plain(word[0])) for word in words]
    names = key.split()
    for first in range(len(words) - len(names) + 1):
        if keys[first : first + len(names)] == names:
            before, after = text[: words[first].start()].split(), text[words[first + len(names) - 1].end() :].split()
            while before and (len(before[-1]) <= LONGEST_ARTICLE or plain(before[-1]) in ASKING):
                before.pop()
            return " ".join([*before, *after])
    return text


def _found(query: str, **parameters: str | float) -> list[FoundPlace]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [FoundPlace(*row) for row in cursor.fetchall()]
