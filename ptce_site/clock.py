"""The day it is, for every rule and every page."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Today in Paris."""
    return timezone.localdate()
