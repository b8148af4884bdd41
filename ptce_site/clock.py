"""The day it is, for every rule and every page."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Today in Paris."""
    return timezone.localdate()


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months before, or the 28th where that month might not have it."""
    month = day.year * 12 + day.month - 1 - months
    return datetime.date(month // 12, month % 12 + 1, min(day.day, 28))
