"""The outlines of départements that the site ships (TopoJSON): arcs shared by neighbours, and the rings made of them."""

import functools
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "data" / "geo" / "departements.topo.json"
Point = tuple[float, float]
Line = list[Point]


@functools.cache
def arcs() -> list[Line]:
    """Every arc, as points in degrees: longitude, latitude."""
    topology = _topology()
    return [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]


@functools.cache
def rings() -> dict[str, list[list[int]]]:
    """By code of département, its outer and inner rings: the numbers of their arcs."""
    (layer,) = _topology()["objects"].values()
    return {geometry["properties"]["code"]: _rings_of(geometry) for geometry in layer["geometries"]}


def joined(ring: Sequence[int], lines: Sequence[Line]) -> Line:
    """A ring is made of arcs end to end; a negative number is an arc taken backwards."""
    points: Line = []
    for number in ring:
        points += lines[number] if number >= 0 else lines[~number][::-1]
    return points


@functools.cache
def arc_numbers(code: str) -> frozenset[int]:
    """The arcs of a département, whichever way they are taken."""
    return frozenset(arc if arc >= 0 else ~arc for ring in rings().get(code, ()) for arc in ring)


@functools.cache
def touching(code: str) -> tuple[str, ...]:
    """The codes of the départements that share a border with this one, in order."""
    mine = arc_numbers(code)
    return tuple(sorted(other for other in rings() if other != code and mine & arc_numbers(other)))


def svg_path(line: Line) -> str:
    """A ring as an SVG path, in whole units, each point from the one before: shorter to send."""
    points = [(round(x), round(y)) for x, y in line]
    start = previous = points[0]
    steps = []
    for point in points[1:]:
        if point != previous:
            steps.append(f"{point[0] - previous[0]} {point[1] - previous[1]}")
            previous = point
    return f"M{start[0]} {start[1]}l{' '.join(steps)}z".replace(" -", "-") if steps else ""


def simplified(line: Line, tolerance: float) -> Line:
    """Fewer points, none further than `tolerance` from what is kept (Douglas and Peucker); both ends stay."""
    if len(line) < 3:
        return line
    far, place = max((distance(point, line[0], line[-1]), number) for number, point in enumerate(line[1:-1], start=1))
    if far <= tolerance:
        return [line[0], line[-1]]
    return [*simplified(line[: place + 1], tolerance)[:-1], *simplified(line[place:], tolerance)]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a segment, or to its point when both ends are one."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x - x1, y - y1)
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


@functools.cache
def _topology() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return topology


def _rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Line:
    """Each point of an arc is given from the one before."""
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + start_x, y * scale_y + start_y))
    return points
