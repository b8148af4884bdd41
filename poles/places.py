"""Places by name: what a person types, wherever a commune, an intercommunalité, a département or a région is asked."""

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from poles.enums import Level

SHORTEST_NAME, LONGEST_NAME = 2, 80
SUGGESTIONS = 8
MOST_WORDS = 6


@dataclass(frozen=True)
class FoundPlace:
    """A place found by its name or code; `former` is the name of the former commune that led to it."""

    level: str
    code: str
    name: str
    departement: str
    former: str
    has_point: bool

    @property
    def label(self) -> str:
        """« Lons-le-Saunier (39300, Jura) », with the level of what is no commune."""
        if self.level == Level.COMMUNE:
            return f"{self.name} ({self.departement})"
        return f"{self.name} ({Level(self.level).label})"

    def get_absolute_url(self) -> str:
        return reverse("poles:territory", args=[self.level, self.code])


# Regions and départements first, then the larger places; a name that begins so before one that holds such a word.
# The key is written out where it is compared, so that the planner sees a constant and takes an index.
SUGGEST = """
WITH found AS (
    SELECT id, '' AS former, false AS inside FROM poles_collectivity
    WHERE ended_vintage IS NULL AND search_key LIKE public.place_key(%(text)s) || '%%'
    UNION ALL
    SELECT id, '', true FROM poles_collectivity
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
SELECT place.level, place.code, place.name, coalesce(departement.name, ''), once.former, place.latitude IS NOT NULL
FROM once
JOIN poles_collectivity AS place ON place.id = once.id
LEFT JOIN poles_collectivity AS departement ON departement.id = place.departement_id
ORDER BY once.inside, place.level NOT IN ('region', 'departement'), place.population DESC NULLS LAST, place.search_key, place.id
LIMIT %(limit)s
"""

NAMED = """
WITH words AS MATERIALIZED (SELECT pg_catalog.string_to_array(public.place_key(%(text)s), ' ') AS list),
names AS (
    SELECT pg_catalog.array_to_string(list[first:last], ' ') AS key
    FROM words, pg_catalog.generate_series(1, cardinality(list)) AS first,
        pg_catalog.generate_series(first, least(first + %(most)s - 1, cardinality(list))) AS last
)
SELECT place.level, place.code, place.name, departement.name, '', true
FROM poles_collectivity AS place JOIN poles_collectivity AS departement ON departement.id = place.departement_id
WHERE place.level = 'commune' AND place.ended_vintage IS NULL AND place.latitude IS NOT NULL
    AND place.search_key = ANY (ARRAY(SELECT key FROM names))
ORDER BY length(place.search_key) DESC, place.population DESC NULLS LAST, place.id LIMIT 2
"""


def suggested(text: str, limit: int = SUGGESTIONS) -> list[FoundPlace]:
    """Places whose name begins so, or holds a word that does, or that have this number or postal code."""
    typed = text.strip()[:LONGEST_NAME]
    if sum(character.isalnum() for character in typed) < SHORTEST_NAME:
        return []
    return _found(SUGGEST, text=typed, limit=limit)


def named_in(text: str) -> list[FoundPlace]:
    """The communes whose whole name stands in the text: the longest names, then the larger places, two at most."""
    return _found(NAMED, text=text[:LONGEST_NAME], most=MOST_WORDS)


def _found(query: str, **parameters: str | int) -> list[FoundPlace]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [FoundPlace(*row) for row in cursor.fetchall()]
