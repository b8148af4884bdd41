"""Days known by their year, their month or exactly, as people type them: « 2014 », « 03/2014 », « mars 2014 », « 2/3/2014 »."""

import datetime
import re
from calendar import monthrange

from django.utils.formats import date_format

from poles.constraints import FIRST_YEAR, LAST_YEAR, PLAUSIBLE_YEAR_NEEDED
from poles.enums import StartPrecision

FORMS = (
    re.compile(r"^(?P<year>[0-9]{4})(-(?P<month>[0-9]{1,2})(-(?P<day>[0-9]{1,2}))?)?$"),
    re.compile(r"^((?:(?P<day>[0-9]{1,2})/)?(?P<month>[0-9]{1,2})/)?(?P<year>[0-9]{4})$"),
    re.compile(r"^(?:(?P<day>[0-9]{1,2})(?:er)? )?(?P<month>[a-zéû]+) (?P<year>[0-9]{4})$"),
)
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"]
MONTHS += ["septembre", "octobre", "novembre", "décembre"]
NEEDED = "Une année (2014), un mois (03/2014) ou un jour (12/03/2014)."


def read(text: str) -> tuple[datetime.date | None, StartPrecision]:
    """The first day of what is written, and how precise it is; None and unknown for nothing. Raises ValueError."""
    if not text.strip():
        return None, StartPrecision.UNKNOWN
    found = next(filter(None, (form.match(" ".join(text.lower().split())) for form in FORMS)), None)
    if found is None:
        raise ValueError(NEEDED)
    month, day = found["month"], found["day"]
    if month and month.isalpha():
        if month not in MONTHS:
            raise ValueError(NEEDED)
        month = str(MONTHS.index(month) + 1)
    if not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise ValueError(PLAUSIBLE_YEAR_NEEDED)
    try:
        first = datetime.date(int(found["year"]), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(f"Ce jour n'existe pas. {NEEDED}") from error
    return first, StartPrecision.DAY if day else StartPrecision.MONTH if month else StartPrecision.YEAR


def last_day(day: datetime.date, precision: str) -> datetime.date:
    """The last day that a date known by its year or its month may stand for; the day itself when it is known."""
    if precision == StartPrecision.YEAR:
        return datetime.date(day.year, 12, 31)
    if precision == StartPrecision.MONTH:
        return datetime.date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day


def text(day: datetime.date | None, precision: str) -> str:
    """What `read` reads back, as year, month, day."""
    if day is None:
        return ""
    kept = {StartPrecision.YEAR: 4, StartPrecision.MONTH: 7}
    return day.isoformat()[: kept.get(StartPrecision(precision), 10)]


def typed(written: str) -> str:
    """« 12/03/2014 » for « 2014-03-12 », as people type it; what is no such day is left as it is."""
    return "/".join(part.zfill(2) for part in reversed(written.split("-"))) if FORMS[0].match(written) else written


def words(written: str) -> str:
    """« 2014 », « mars 2014 », « 1er mars 2014 », of what `text` writes; empty for nothing."""
    day, precision = read(written)
    if day is None:
        return ""
    return _day(day) if precision == StartPrecision.DAY else _wider(day, precision)


def since(written: str) -> str:
    """« depuis 2014 », « depuis mars 2014 », « depuis le 1er mars 2014 », of what `text` writes; empty for nothing."""
    day, precision = read(written)
    if day is None:
        return ""
    return f"depuis le {_day(day)}" if precision == StartPrecision.DAY else f"depuis {_wider(day, precision)}"


def until(written: str) -> str:
    """« jusqu'en 2014 », « jusqu'en mars 2014 », « jusqu'au 1er mars 2014 », of what `text` writes; empty for nothing."""
    day, precision = read(written)
    if day is None:
        return ""
    return f"jusqu'au {_day(day)}" if precision == StartPrecision.DAY else f"jusqu'en {_wider(day, precision)}"


def _day(day: datetime.date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {date_format(day, 'F Y')}"


def _wider(day: datetime.date, precision: StartPrecision) -> str:
    return date_format(day, "F Y" if precision == StartPrecision.MONTH else "Y")
