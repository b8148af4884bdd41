"""The map of France, drawn by the server: a shape a département, overseas in insets, Paris and around it enlarged."""

import functools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from poles.geometry import Line, Point, arcs, distance, joined, rings, simplified, svg_path

WIDTH, HEIGHT = 640, 720
# A shape is drawn to this many units: finer is not seen.
TOLERANCE = 0.9
CUTS = 12
"""Heights at which a shape is looked at, to place its number."""
SMALLEST_RING = 6
"""In square units: smaller islands are left out of the overview, but for the largest of a département."""
EMBLEM_SIDE, EMBLEM_MARGIN, EMBLEM_TOLERANCE = 200, 8, 3.5
OVERSEAS = ("971", "972", "973", "974", "976")
AROUND_PARIS = ("75", "92", "93", "94")
# Lambert's conformal conic projection with the parallels and the centre of the official one (Lambert-93), on a sphere.
PARALLELS, CENTRE = (44.0, 49.0), (46.5, 3.0)
Projection = Callable[[Point], Point]


@dataclass(frozen=True)
class Frame:
    """A rectangle of the drawing, in its units."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Shape:
    """A département as it is drawn, with where its number is written."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Départements drawn together, and where the points of the ground fall among them."""

    shapes: tuple[Shape, ...]
    frame: Frame
    projection: Projection
    scale: float
    left: float
    top: float

    def place(self, latitude: float, longitude: float) -> tuple[int, int] | None:
        """Where a point in degrees is drawn; None when it is out of the frame."""
        x, y = self.projection((longitude, latitude))
        x, y = x * self.scale + self.left, y * self.scale + self.top
        is_inside = (
            self.frame.left <= x <= self.frame.left + self.frame.width
            and self.frame.top <= y <= self.frame.top + self.frame.height
        )
        return (round(x), round(y)) if is_inside else None


@dataclass(frozen=True)
class Inset:
    """A part of the map drawn apart."""

    frame: Frame
    shapes: tuple[Shape, ...]


MAINLAND_FRAME = Frame(8, 8, 624, 592)
AROUND_PARIS_FRAME = Frame(8, 24, 118, 106)
PART_FRAME = Frame(8, 8, 464, 384)
OVERSEAS_FRAMES = {code: Frame(8 + 126 * place, 612, 120, 100) for place, code in enumerate(OVERSEAS)}


@functools.cache
def mainland() -> tuple[Shape, ...]:
    """The départements of mainland France and Corsica; those around Paris are there too, small."""
    return _drawing([code for code in rings() if code not in OVERSEAS], _conic, MAINLAND_FRAME).shapes


@functools.cache
def insets() -> tuple[Inset, ...]:
    """Paris and its neighbours enlarged, then each overseas département."""
    enlarged = Inset(AROUND_PARIS_FRAME, _drawing(AROUND_PARIS, _conic, _inside(AROUND_PARIS_FRAME)).shapes)
    overseas = ((frame, _drawing([code], _flat(code), _inside(frame))) for code, frame in OVERSEAS_FRAMES.items())
    return enlarged, *(Inset(frame, drawing.shapes) for frame, drawing in overseas)


@functools.cache
def part(codes: tuple[str, ...]) -> Drawing | None:
    """Some départements alone, as large as PART_FRAME allows: those of a région, or that a pole acts on.

    Those without an outline are left out, and those on another side of the world than the first; None when none is left.
    """
    with_outline = [code for code in codes if code in rings()]
    if not with_outline:
        return None
    first = with_outline[0]
    if first in OVERSEAS:
        return _drawing([first], _flat(first), PART_FRAME)
    return _drawing([code for code in with_outline if code not in OVERSEAS], _conic, PART_FRAME)


@functools.cache
def emblem(code: str) -> str:
    """The path of a département in a square of EMBLEM_SIDE units, without its small islands nor fine detail."""
    frame = Frame(EMBLEM_MARGIN, EMBLEM_MARGIN, EMBLEM_SIDE - 2 * EMBLEM_MARGIN, EMBLEM_SIDE - 2 * EMBLEM_MARGIN)
    projection = _flat(code) if code in OVERSEAS else _conic
    (shape,) = _drawing([code], projection, frame, EMBLEM_TOLERANCE).shapes
    return shape.path


def warm_up() -> None:
    """Draw France and each département once: 4 ms each, that the first visit of each page would wait for."""
    mainland()
    insets()
    for code in rings():
        part((code,))


def emblems() -> str:
    """Every département as a symbol named `d` and its code: the file `img/outlines.svg`."""
    box = f"0 0 {EMBLEM_SIDE} {EMBLEM_SIDE}"
    symbols = (f'<symbol id="d{code}" viewBox="{box}"><path d="{emblem(code)}"/></symbol>' for code in sorted(rings()))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


@functools.cache
def drawn() -> frozenset[str]:
    """The codes of the départements that have an outline; overseas collectivities have none."""
    return frozenset(rings())


def _inside(frame: Frame) -> Frame:
    return Frame(frame.left + 6, frame.top + 6, frame.width - 12, frame.height - 12)


def _conic(point: Point) -> Point:
    longitude, latitude = (math.radians(degrees) for degrees in point)
    first, second = (math.radians(parallel) for parallel in PARALLELS)
    power = math.log(math.cos(first) / math.cos(second)) / math.log(_isometric(second) / _isometric(first))
    factor = math.cos(first) * _isometric(first) ** power / power
    radius = factor / _isometric(latitude) ** power
    angle = power * (longitude - math.radians(CENTRE[1]))
    return radius * math.sin(angle), radius * math.cos(angle)  # y grows southwards, as on a screen


def _isometric(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


def _flat(code: str) -> Projection:
    """Equal degrees, a degree of longitude as short as it is at the latitude of the département."""
    squeeze = math.cos(math.radians(joined(rings()[code][0], arcs())[0][1]))
    return lambda point: (point[0] * squeeze, -point[1])


def _drawing(codes: Iterable[str], projection: Projection, frame: Frame, tolerance: float = TOLERANCE) -> Drawing:
    """The départements, as large as the frame allows; an arc that two share is drawn once alike."""
    kept = {code: rings()[code] for code in codes}
    used = {arc if arc >= 0 else ~arc for outlines in kept.values() for ring in outlines for arc in ring}
    projected = {number: [projection(point) for point in arcs()[number]] for number in used}
    xs = [x for line in projected.values() for x, _ in line]
    ys = [y for line in projected.values() for _, y in line]
    scale = min(frame.width / (max(xs) - min(xs)), frame.height / (max(ys) - min(ys)))
    left = frame.left + (frame.width - (max(xs) - min(xs)) * scale) / 2 - min(xs) * scale
    top = frame.top + (frame.height - (max(ys) - min(ys)) * scale) / 2 - min(ys) * scale
    lines: list[Line] = [[] for _ in arcs()]
    for number, line in projected.items():
        lines[number] = simplified([(x * scale + left, y * scale + top) for x, y in line], tolerance)
    shapes = tuple(_shape(code, [joined(ring, lines) for ring in outlines]) for code, outlines in kept.items())
    return Drawing(shapes, frame, projection, scale, left, top)


def _shape(code: str, outlines: Sequence[Line]) -> Shape:
    largest = max(outlines, key=lambda line: abs(_area(line)))
    x, y = _roomiest(largest)
    paths = [svg_path(line) for line in outlines if line is largest or abs(_area(line)) >= SMALLEST_RING]
    return Shape(code, "".join(paths), round(x), round(y))


def _area(line: Line) -> float:
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(line, [*line[1:], line[0]], strict=True)) / 2


def _roomiest(line: Line) -> Point:
    """Where a number fits best in a ring: of the middles of its widest cuts, the furthest from an edge."""
    top, bottom = min(y for _, y in line), max(y for _, y in line)
    candidates = []
    for step in range(1, CUTS):
        height = top + (bottom - top) * step / CUTS
        crossings = sorted(
            x + (height - y) * (next_x - x) / (next_y - y)
            for (x, y), (next_x, next_y) in zip(line, [*line[1:], line[0]], strict=True)
            if (y > height) != (next_y > height)
        )
        spans = list(zip(crossings[::2], crossings[1::2], strict=False))
        left, right = max(spans, key=lambda span: span[1] - span[0])
        candidates.append(((left + right) / 2, height))
    edges = list(zip(line, [*line[1:], line[0]], strict=True))
    return max(candidates, key=lambda point: min(distance(point, start, end) for start, end in edges))
