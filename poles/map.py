"""What a map of France shows of a list: the poles of each département, in steps that a legend tells."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from poles import france

STEPS = 4


@dataclass(frozen=True)
class Area:
    """A département on the map."""

    code: str
    name: str
    count: int
    step: int
    """From 0 (no pole) to STEPS."""
    address: str
    """The same list, of this département alone."""
    is_chosen: bool


@dataclass(frozen=True)
class FranceMap:
    """The départements by code, and how to read them."""

    areas: Mapping[str, Area]
    legend: tuple[tuple[int, int, int], ...]
    """Each step in use, with the fewest and the most poles that it stands for."""

    @property
    def with_poles(self) -> list[Area]:
        """What the table beside the map lists."""
        return [area for area in self.areas.values() if area.count]

    @property
    def overseas(self) -> list[Area]:
        """The départements drawn in insets, far from the others."""
        return [self.areas[code] for code in france.OVERSEAS if code in self.areas]

    @property
    def has_choice(self) -> bool:
        """Whether some départements are chosen; all are counted."""
        return any(area.is_chosen for area in self.areas.values())

    @property
    def poles_overseas(self) -> int:
        """How many of the poles found are in those."""
        return sum(area.count for area in self.overseas if area.is_chosen or not self.has_choice)

    @property
    def not_drawn(self) -> list[Area]:
        """The overseas collectivities: the site has no outline of them."""
        return [area for area in self.areas.values() if area.code not in france.drawn()]


def of_counts(
    counts: Mapping[str, int], names: Mapping[str, str], address: Callable[[str], str], chosen: Collection[str] = ()
) -> FranceMap:
    """The map of the poles counted by code of département; `address` gives that of the list of one département."""
    most = max([STEPS, *counts.values()])
    areas = {
        code: Area(code, name, count, math.ceil(STEPS * count / most), address(code), code in chosen)
        for code, name in names.items()
        for count in [counts.get(code, 0)]
    }
    used = {area.step for area in areas.values()} - {0}
    bounds = [(step, most * (step - 1) // STEPS + 1, most * step // STEPS) for step in sorted(used)]
    return FranceMap(areas, tuple(bounds))
