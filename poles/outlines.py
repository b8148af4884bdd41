"""Outlines of départements, drawn by the server: SVG paths in a square, with the places that fall in it."""

import functools
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "data" / "geo" / "departements.topo.json"
SIDE = 200
MARGIN = 8
Ring = list[tuple[float, float]]


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
    rings = _rings().get(code)
    if not rings:
        return None
    longitudes = [longitude for ring in rings for longitude, _ in ring]
    latitudes = [latitude for ring in rings for _, latitude in ring]
    west, north, south = min(longitudes), max(latitudes), min(latitudes)
    squeeze = math.cos(math.radians((north + south) / 2))
    width, height = (max(longitudes) - west) * squeeze, north - south
    scale = (SIDE - 2 * MARGIN) / max(width, height)
    left, top = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2

    def drawn(ring: Ring) -> str:
        placed = ((left + (lon - west) * squeeze * scale, top + (north - lat) * scale) for lon, lat in ring)
        points = dict.fromkeys(f"{x:.0f} {y:.0f}" for x, y in placed)
        return f"M{'L'.join(points)}Z" if len(points) > 2 else ""

    return Outline("".join(drawn(ring) for ring in rings), west, north, scale, squeeze, left, top)


@functools.cache
def touching(code: str) -> tuple[str, ...]:
    """The codes of the départements that share a border with this one, in order."""
    arcs = _arcs_of_each()
    mine = arcs.get(code, frozenset())
    return tuple(sorted(other for other, theirs in arcs.items() if other != code and mine & theirs))


@functools.cache
def _arcs_of_each() -> dict[str, frozenset[int]]:
    """The numbers of the arcs of each département: two that touch share one."""
    (layer,) = _topology()["objects"].values()
    return {
        geometry["properties"]["code"]: frozenset(arc if arc >= 0 else ~arc for ring in _ring_arcs(geometry) for arc in ring)
        for geometry in layer["geometries"]
    }


@functools.cache
def _topology() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return topology


@functools.cache
def _rings() -> dict[str, list[Ring]]:
    """The outer and inner rings of each département, in degrees (longitude, latitude), from TopoJSON."""
    topology = _topology()
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    (layer,) = topology["objects"].values()
    return {
        geometry["properties"]["code"]: [_joined(ring, arcs) for ring in _ring_arcs(geometry)]
        for geometry in layer["geometries"]
    }


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """Each point of an arc is given from the one before."""
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + start_x, y * scale_y + start_y))
    return points


def _ring_arcs(geometry: dict[str, Any]) -> list[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def _joined(ring: list[int], arcs: list[Ring]) -> Ring:
    """A ring is made of arcs end to end; a negative number is an arc taken backwards."""
    points: Ring = []
    for number in ring:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return points
