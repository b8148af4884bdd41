"""The outlines of départements that the site ships (TopoJSON): arcs shared by neighbours, and the rings made of them."""

import functools
import json
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
