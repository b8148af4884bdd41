"""The network year by year since 2009: poles of the directory as of a day, by stage, and by what recognises them.

Years are summed and not days: what holds on 31 December began that year or before and ends in a later one. The last day
is today. A test holds each count equal to that of the directory asked for the same day.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from poles import curve
from poles.curve import Curve
from poles.enums import Publication, RecognitionKind, StageName
from ptce_site.clock import today

# The first year of the timeline: the first poles of the facts.
FIRST_YEAR = 2009
CALLS = [kind.value for kind in RecognitionKind if kind.value.startswith(("aap-", "ami-"))]
# Number of poles by the year in which something began for them, and the year in which it ended.
POLES = f"""
SELECT begun, ended, count(*) FROM (
    SELECT coalesce(pole.founded_year, (
            SELECT extract(year FROM min(lower(recognition.period)))::integer FROM poles_recognition AS recognition
            WHERE recognition.pole_id = pole.id AND lower(recognition.period) <= %(today)s
        )) AS begun, pole.ended_year AS ended
    FROM poles_pole AS pole WHERE pole.publication = '{Publication.PUBLISHED.value}'
) AS years WHERE begun IS NOT NULL GROUP BY begun, ended
"""
PERIODS = f"""
SELECT {{value}}, extract(year FROM lower(row.period))::integer,
    CASE WHEN upper(row.period) <= %(today)s THEN extract(year FROM upper(row.period))::integer END,
    count(DISTINCT row.pole_id)
FROM {{table}} AS row JOIN poles_pole AS pole ON pole.id = row.pole_id
WHERE pole.publication = '{Publication.PUBLISHED.value}' AND lower(row.period) <= %(today)s GROUP BY 1, 2, 3
"""
FIRST_RECOGNISED = f"""
SELECT first, NULL, count(*) FROM (
    SELECT extract(year FROM min(lower(recognition.period)))::integer AS first
    FROM poles_recognition AS recognition JOIN poles_pole AS pole ON pole.id = recognition.pole_id
    WHERE pole.publication = '{Publication.PUBLISHED.value}' AND recognition.kind = ANY(%(kinds)s)
        AND lower(recognition.period) <= %(today)s
    GROUP BY recognition.pole_id
) AS firsts GROUP BY first
"""


@dataclass(frozen=True)
class Timeline:
    """Two drawings, each with its table; no drawing of stages when none is known."""

    poles: Curve
    stages: Curve | None


def timeline() -> Timeline:
    """Made anew each time, in five statements."""
    days = [*(datetime.date(year, 12, 31) for year in range(FIRST_YEAR, today().year)), today()]
    poles = {
        "Pôles de l'annuaire": _counts(_rows(POLES), days, _is_in_the_directory),
        "Déjà reconnus, par qui que ce soit": _counts(_first_recognised(list(RecognitionKind.values)), days, _holds),
        "Déjà lauréats d'un appel de l'État": _counts(_first_recognised(CALLS), days, _holds),
        "Signataires de la charte": _counts(
            _of_value(_periods("poles_recognition", "row.kind"), RecognitionKind.CHARTER), days, _holds
        ),
    }
    of_stages = _periods("poles_stage", "row.name")
    stages = {
        str(label).capitalize(): _counts(_of_value(of_stages, value), days, _holds)
        for value, label in StageName.choices
        if _of_value(of_stages, value)
    }
    return Timeline(curve.of(days, poles, _address), curve.of(days, stages, _address) if stages else None)


Row = tuple[int, int | None, int]


def _rows(sql: str, **parameters: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"today": today(), **parameters})
        return cursor.fetchall()


def _first_recognised(kinds: list[str]) -> list[Row]:
    """By the year of their first recognition of one of these kinds: who was recognised stays so."""
    return _rows(FIRST_RECOGNISED, kinds=kinds)


def _periods(table: str, value: str) -> list[tuple[str, int, int | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(PERIODS.format(table=table, value=value), {"today": today()})
        return cursor.fetchall()


def _of_value(rows: list[tuple[str, int, int | None, int]], value: str) -> list[Row]:
    return [row[1:] for row in rows if row[0] == value]


def _counts(
    rows: list[Row], days: Sequence[datetime.date], holds: Callable[[int, int | None, datetime.date], bool]
) -> list[int]:
    return [sum(count for begun, ended, count in rows if holds(begun, ended, day)) for day in days]


def _is_in_the_directory(begun: int, ended: int | None, day: datetime.date) -> bool:
    """As `PoleFilter` says of `au`: a year of end stands for its 1 January."""
    is_first_day = (day.month, day.day) == (1, 1)
    return begun <= day.year and (ended is None or ended >= (day.year if is_first_day else day.year + 1))


def _holds(begun: int, ended: int | None, day: datetime.date) -> bool:
    return begun <= day.year and (ended is None or ended > day.year)


def _address(day: datetime.date) -> str:
    return f"/poles/?au={day}"
