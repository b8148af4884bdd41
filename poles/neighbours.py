"""The poles to see after one: those near it, and those that do the same, each with the reason why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from poles import rows
from poles.models import Pole
from poles.pole_index import PoleIndex
from poles.rows import PoleRow

MOST_NEAR, MOST_SIMILAR = 3, 3
NEAR_KM = 60
# Beyond this many sectors, what is shared is no longer looked for among all of them.
MOST_SECTORS = 5


@dataclass(frozen=True)
class Similar:
    """A pole that does the same, with the names of the sectors shared."""

    pole: PoleRow
    sectors: tuple[str, ...]


def neighbours(pole: Pole, sectors: Sequence[str], index: PoleIndex) -> tuple[list[PoleRow], list[Similar]]:
    """The poles near this one, with their distance, then others that share the most of its `sectors` (slugs).

    Where its point is not known, those near it are those of its département. All are read in one statement.
    """
    # So many that those near it can be left out.
    shared = dict(islice(_similar(pole, sectors, index), MOST_SIMILAR + MOST_NEAR))
    if point := pole.point:
        found = rows.around(point[0], point[1], NEAR_KM, [pole.pk], MOST_NEAR, also=list(shared))
        near = [row for row in found if row.km is not None]
    else:
        beside = index.sets["departement"].get(pole.seat_departement.code, 0) & ~index.set_of([pole.pk])
        keys = index.in_order(beside, "nom", 0, MOST_NEAR)
        found = rows.of_keys([*keys, *(key for key in shared if key not in keys)])
        near = [row for row in found if row.pk in keys]
    by_key = {row.pk: row for row in found}
    near_keys = {row.pk for row in near}
    names = index.names["secteur"]
    similar = [
        Similar(by_key[key], tuple(names[slug] for slug in slugs))
        for key, slugs in shared.items()
        if key in by_key and key not in near_keys
    ]
    return near, similar[:MOST_SIMILAR]


def _similar(pole: Pole, sectors: Sequence[str], index: PoleIndex) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The keys of poles that share the most sectors first; among those that share as many, by name."""
    left = index.everything & ~index.set_of([pole.pk])
    known = [slug for slug in sectors if slug in index.sets["secteur"]][:MOST_SECTORS]
    for size in range(len(known), 0, -1):
        for shared in combinations(known, size):
            poles = left
            for slug in shared:
                poles &= index.sets["secteur"][slug]
            if poles:
                for pk in index.in_order(poles, "nom", 0, MOST_SIMILAR + MOST_NEAR):
                    yield pk, shared
                left &= ~poles
