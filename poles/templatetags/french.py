"""How dates, periods and texts are written for readers."""

import datetime

from django import template
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from poles.enums import EndPrecision, StartPrecision
from poles.markdown import sanitised_html
from poles.models import NetworkFact
from poles.models.period import Period

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


@register.filter
def when(row: Period) -> str:
    """A period in words; empty when neither bound is known."""
    if row.period is None:
        return ""
    start = day(row.period.lower, row.start_precision)
    end = day(row.period.upper, row.end_precision)
    if start and end:
        return _("de %(start)s à %(end)s") % {"start": start, "end": end}
    if end:
        return _("jusqu'à %(end)s") % {"end": end}
    if row.end_precision == EndPrecision.OPEN:
        return _("depuis %(start)s") % {"start": start}
    return start


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown typed by a person, as sanitised HTML."""
    return mark_safe(sanitised_html(text))  # noqa: S308 (sanitised just before)
