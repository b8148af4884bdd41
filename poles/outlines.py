"""Outlines of départements, drawn by the server: SVG paths in a square, with the places that fall in it."""

import functools
import math
from dataclasses import dataclass

from poles.geometry import Line, arc_numbers, arcs, joined, rings

SIDE = 200
MARGIN = 8


@dataclass(frozen=True)
class Outline:
    """A département in a square of SIDE units, north up."""

    path: str
    west: float
    north: float
    scale: float
    """Units a degree of latitude."""
    squeeze: float
    """A degree of longitude over one of latitude, at the middle of the département."""
    left: float
    top: float

    def place(self, latitude: float, longitude: float) -> tuple[int, int] | None:
        """Where a point in degrees is drawn; None when it is out of the square."""
        x = self.left + (longitude - self.west) * self.squeeze * self.scale
        y = self.top + (self.north - latitude) * self.scale
        return (round(x), round(y)) if 0 <= x <= SIDE and 0 <= y <= SIDE else None


@functools.cache
def departement_outline(code: str) -> Outline | None:
    """The outline of a département; None for the overseas collectivities, which have none."""
    lines = [joined(ring, arcs()) for ring in rings().get(code, ())]
    if not lines:
        return None
    longitudes = [longitude for line in lines for longitude, _ in line]
    latitudes = [latitude for line in lines for _, latitude in line]
    west, north, south = min(longitudes), max(latitudes), min(latitudes)
    squeeze = math.cos(math.radians((north + south) / 2))
    width, height = (max(longitudes) - west) * squeeze, north - south
    scale = (SIDE - 2 * MARGIN) / max(width, height)
    left, top = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2

    def drawn(ring: Line) -> str:
        placed = ((left + (lon - west) * squeeze * scale, top + (north - lat) * scale) for lon, lat in ring)
        points = dict.fromkeys(f"{x:.0f} {y:.0f}" for x, y in placed)
        return f"M{'L'.join(points)}Z" if len(points) > 2 else ""

    return Outline("".join(drawn(line) for line in lines), west, north, scale, squeeze, left, top)


@functools.cache
def touching(code: str) -> tuple[str, ...]:
    """The codes of the départements that share a border with this one, in order."""
    mine = arc_numbers(code)
    return tuple(sorted(other for other in rings() if other != code and mine & arc_numbers(other)))
