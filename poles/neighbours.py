"""The poles to see after one: those near it, and those that do the same, each with the reason why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

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


def near(pole: Pole, index: PoleIndex) -> list[PoleRow]:
    """The poles near this one, with their distance; where its point is not known, those of its département."""
    if point := pole.point:
        return rows.around(point[0], point[1], NEAR_KM, [pole.pk], MOST_NEAR)
    beside = index.sets["departement"].get(pole.seat_departement.code, 0) & ~index.set_of([pole.pk])
    return rows.of_keys(index.in_order(beside, "nom", 0, MOST_NEAR))


def similar(pole: Pole, sectors: Sequence[str], index: PoleIndex, besides: Iterable[int]) -> list[Similar]:
    """The poles that share the most of the `sectors` (slugs) of this one, besides those shown already."""
    shared = dict(_similar(pole, sectors, index, besides))
    names = index.names["secteur"]
    return [Similar(row, tuple(names[slug] for slug in shared[row.pk])) for row in rows.of_keys(list(shared))]


def _similar(
    pole: Pole, sectors: Sequence[str], index: PoleIndex, besides: Iterable[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The poles that share the most sectors first; among those that share as many, by name."""
    left = index.everything & ~index.set_of([pole.pk, *besides])
    found = 0
    known = [slug for slug in sectors if slug in index.sets["secteur"]][:MOST_SECTORS]
    for size in range(len(known), 0, -1):
        for shared in combinations(known, size):
            poles = left
            for slug in shared:
                poles &= index.sets["secteur"][slug]
            for pk in index.in_order(poles, "nom", 0, MOST_SIMILAR - found):
                yield pk, shared
                found += 1
                left &= ~index.set_of([pk])
            if found >= MOST_SIMILAR:
                return
