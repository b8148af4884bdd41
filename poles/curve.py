"""Counts over time as a drawing: where each line, each day and each number stands. The same numbers go in a table beside."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from poles.templatetags.french import day as in_words

WIDTH, HEIGHT = 380, 210
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 12, 24
# Dates written under it: how many at most, how far from one another, and the span from which a year is enough.
MOST_MARKS, MARKS_APART = 5, 56
YEARS = datetime.timedelta(days=2 * 366)
# Ends of scales that people read at a glance.
ROUND = (1, 2, 5)
STEPS = 5


@dataclass(frozen=True)
class Line:
    """One count over time."""

    name: str
    points: tuple[tuple[int, int], ...]

    @property
    def path(self) -> str:
        """What `points` of a polyline holds."""
        return " ".join(f"{x},{y}" for x, y in self.points)


@dataclass(frozen=True)
class Column:
    """One day: its place in the drawing, the address that it leads to, and each line's number."""

    day: datetime.date
    address: str
    left: int
    width: int
    values: tuple[int, ...]
    told: str
    """The same in words."""


@dataclass(frozen=True)
class Curve:
    """A drawing of WIDTH × HEIGHT."""

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    levels: tuple[tuple[int, int], ...]
    """Lines across: where, and what number they stand for."""
    marks: tuple[tuple[int, str], ...]
    """What is written under: where, and which year, or month."""
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    height: int = HEIGHT - BOTTOM - TOP
    box: str = f"0 0 {WIDTH} {HEIGHT}"


def of(days: Sequence[datetime.date], lines: Mapping[str, Sequence[int]], address: Callable[[datetime.date], str]) -> Curve:
    """The curve of several counts, by name, on `days`, at least two, which rise; `address` is where a day leads."""
    scale = _scale(max((value for values in lines.values() for value in values), default=0))
    first, span = days[0].toordinal(), max(days[-1].toordinal() - days[0].toordinal(), 1)
    xs = [LEFT + (day.toordinal() - first) * (WIDTH - LEFT - RIGHT) // span for day in days]
    ends = [LEFT, *((one + other) // 2 for one, other in pairwise(xs)), WIDTH - RIGHT]
    columns = tuple(
        Column(day, address(day), ends[number], ends[number + 1] - ends[number], values, _told(day, lines, values))
        for number, day in enumerate(days)
        for values in [tuple(line[number] for line in lines.values())]
    )
    drawn = tuple(
        Line(name, tuple((x, _y(value, scale)) for x, value in zip(xs, values, strict=True))) for name, values in lines.items()
    )
    numbers = sorted({scale * step // STEPS for step in range(STEPS + 1)})
    return Curve(drawn, columns, tuple((_y(number, scale), number) for number in numbers), _marks(days, xs))


def _marks(days: Sequence[datetime.date], xs: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Each once, those that have room."""
    written = "%Y" if days[-1] - days[0] >= YEARS else "%m/%Y"
    every, found = -(-len(days) // MOST_MARKS), list[tuple[int, str]]()
    for number in range(0, len(days), every):
        x, text = xs[number], days[number].strftime(written)
        if x + MARKS_APART <= WIDTH and not (found and (found[-1][1] == text or x - found[-1][0] < MARKS_APART)):
            found.append((x, text))
    return tuple(found)


def _scale(most: int) -> int:
    """The end of the scale: a round number that is not less."""
    power = 1
    while True:
        for one in ROUND:
            if one * power >= max(most, STEPS):
                return one * power
        power *= 10


def _y(value: int, scale: int) -> int:
    return HEIGHT - BOTTOM - round(value / scale * (HEIGHT - TOP - BOTTOM))


def _told(day: datetime.date, lines: Mapping[str, Sequence[int]], values: tuple[int, ...]) -> str:
    counts = ", ".join(f"{name.lower()} {value}" for name, value in zip(lines, values, strict=True))
    return f"{in_words(day)} : {counts}"
