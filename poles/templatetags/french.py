"""How dates, periods and texts are written for readers."""

import datetime

from django import template
from django.template.defaultfilters import floatformat
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from poles.enums import EndPrecision, FactUnit, StartPrecision
from poles.models import NetworkFact
from poles.models.period import Period
from ptce_site.markdown import sanitised_html

register = template.Library()


@register.filter
def day(date: datetime.date | None, precision: str = StartPrecision.DAY) -> str:
    """« 10 janvier 2014 », « janvier 2014 » or « 2014 », as precisely as it is known."""
    if date is None:
        return ""
    if precision == StartPrecision.YEAR:
        return str(date.year)
    month = f"{MONTHS[date.month]} {date.year}"
    if precision == StartPrecision.MONTH:
        return month
    return f"{date.day if date.day > 1 else '1er'} {month}"


@register.filter
def fact_date(fact: NetworkFact) -> str:
    """The date of a figure, as precisely as it is known."""
    return day(fact.date, fact.date_precision)


UNITS = {FactUnit.EUR: "\u00a0€", FactUnit.PERCENT: "\u00a0%"}


@register.filter
def amount(fact: NetworkFact) -> str:
    """A figure with its unit, or « de 100 à 120 » where its sources only bound it."""
    unit = UNITS.get(FactUnit(fact.unit), "") if fact.unit else ""
    low = floatformat(fact.minimum, "-2g")
    if fact.maximum is None or fact.maximum == fact.minimum:
        return f"{low}{unit}"
    bounds = {"low": low, "high": floatformat(fact.maximum, "-2g")}
    return _("de %(low)s à %(high)s") % bounds + unit


@register.filter
def when(row: Period) -> str:
    """A period in words; empty when neither bound is known.

    An end known to the day is written as the last day that counts. One known by its month or year is the month or year
    of the change: « jusqu'en 2016 » says that it ended in 2016.
    """
    if row.period is None:
        return ""
    start = day(row.period.lower, row.start_precision)
    end = day(row.period.upper and _last_day(row), row.end_precision)
    if start and start == end:
        return _("le %(day)s") % {"day": start} if row.start_precision == StartPrecision.DAY else start
    if start and end:
        return f"{_from(row.start_precision, start)} {_to(row.end_precision, end)}"
    if end:
        words = _("jusqu'au %(end)s") if row.end_precision == EndPrecision.DAY else _("jusqu'en %(end)s")
        return words % {"end": end}
    if row.end_precision != EndPrecision.OPEN:
        return start
    words = _("depuis le %(start)s") if row.start_precision == StartPrecision.DAY else _("depuis %(start)s")
    return words % {"start": start}


def _last_day(row: Period) -> datetime.date:
    """The end of a period is the first day on which it no longer holds."""
    return row.period.upper - datetime.timedelta(days=row.end_precision == EndPrecision.DAY)


def _from(precision: str, start: str) -> str:
    if precision == StartPrecision.DAY:
        return _("du %(start)s") % {"start": start}
    if start[0] in "aéiouy":
        return _("d'%(start)s") % {"start": start}
    return _("de %(start)s") % {"start": start}


def _to(precision: str, end: str) -> str:
    return _("au %(end)s") % {"end": end} if precision == EndPrecision.DAY else _("à %(end)s") % {"end": end}


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown typed by a person, as sanitised HTML."""
    return mark_safe(sanitised_html(text))  # noqa: S308 (sanitised just before)
