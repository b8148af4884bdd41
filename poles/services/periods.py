"""Periods as people say them: `{"since": …, "until": …, "goes_on": bool}`, whose dates are those of `poles.partial_dates`."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from psycopg.types.range import DateRange

from poles import partial_dates
from poles.enums import EndPrecision, StartPrecision
from poles.models.period import Period

ONE_DAY = datetime.timedelta(days=1)


def value_of(row: Period) -> dict[str, Any]:
    """The value that says the period of a row."""
    starts, ends = (row.period.lower, row.period.upper) if row.period else (None, None)
    if ends and row.end_precision == EndPrecision.DAY:
        ends -= ONE_DAY  # people say the last day, periods hold the day after
    return {
        "since": partial_dates.text(starts, row.start_precision),
        "until": partial_dates.text(ends, row.end_precision) if ends else "",
        "goes_on": row.end_precision == EndPrecision.OPEN,
    }


def write(row: Period, value: dict[str, Any]) -> None:
    """Give a row the period of a value. Raises ValidationError."""
    try:
        (starts, start_precision), (ends, end_precision) = (partial_dates.read(value[name]) for name in ("since", "until"))
    except ValueError as error:
        raise ValidationError(str(error)) from error
    if ends and end_precision == StartPrecision.DAY:
        ends += ONE_DAY
    if starts and ends and ends <= starts:
        raise ValidationError("La fin doit suivre le début ; la même année, donnez les mois ou les jours.")
    row.period = DateRange(starts, ends, "[)") if starts or ends else None
    row.start_precision = start_precision
    row.end_precision = EndPrecision.OPEN if value["goes_on"] and starts and not ends else EndPrecision(end_precision)


def words(value: dict[str, Any]) -> str:
    """« depuis 2014, toujours en cours »; empty for nothing."""
    ends = partial_dates.until(value["until"]) or ("toujours en cours" if value["goes_on"] else "")
    return ", ".join(filter(None, (partial_dates.since(value["since"]), ends)))
