"""The poles to see after one: those near it, and those that do the same, each with the reason why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from poles.models import Pole, SearchEntry
from poles.pole_index import PoleIndex

MOST_NEAR, MOST_SIMILAR = 3, 3
NEAR_KM = 60
# Beyond this many sectors, what is shared is no longer looked for among all of them.
MOST_SECTORS = 5


@dataclass(frozen=True)
class Neighbour:
    """A pole to see, and why: kilometres for a near one, names of sectors for a similar one."""

    pole: Pole
    km: float | None = None
    sectors: tuple[str, ...] = ()


def neighbours(pole: Pole, sectors: Sequence[str], index: PoleIndex) -> tuple[list[Neighbour], list[Neighbour]]:
    """Poles near this one, then poles that share the most of its `sectors` (slugs): two statements."""
    near = _near(pole)
    similar = dict(_similar(pole, sectors, index, set(near)))
    rows = Pole.objects.published().filter(pk__in=[*near, *similar]).with_row_details().in_bulk()
    names = index.names["secteur"]
    return (
        [Neighbour(rows[pk], km=km) for pk, km in near.items() if pk in rows],
        [Neighbour(rows[pk], sectors=tuple(names[slug] for slug in shared)) for pk, shared in similar.items() if pk in rows],
    )


def _near(pole: Pole) -> dict[int, float]:
    point = pole.point
    if point is None:
        return {}
    around = SearchEntry.objects.around(point[0], point[1], NEAR_KM).exclude(pole=pole.pk)
    return dict(around.order_by("km", "pole").values_list("pole_id", "km")[:MOST_NEAR])


def _similar(pole: Pole, sectors: Sequence[str], index: PoleIndex, seen: set[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The poles that share the most sectors first; among those that share as many, by name."""
    left = index.everything & ~index.set_of([pole.pk, *seen])
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
