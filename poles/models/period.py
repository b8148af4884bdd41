"""Periods: ranges of days, with how precisely each bound is known."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from poles.enums import EndPrecision, StartPrecision

# A check that yields NULL passes: each condition first says that there is something to look at.
STARTS = Q(period__isnull=False, period__lower_inf=False)
ENDS = Q(period__isnull=False, period__upper_inf=False)


class Period(models.Model):
    """A range of days `[start, end)`: the end is the first day on which it no longer holds.

    A change known only by its year cuts at 1 January, by its month on the first day. No period at all means that
    neither bound is known. An end that nobody knows is `unknown`; `open` says that it still holds.
    """

    period = DateRangeField(
        "période",
        null=True,
        blank=True,
        help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.",
    )
    start_precision = models.CharField(
        "précision du début", max_length=10, choices=StartPrecision.choices, default=StartPrecision.UNKNOWN
    )
    end_precision = models.CharField(
        "précision de la fin", max_length=10, choices=EndPrecision.choices, default=EndPrecision.UNKNOWN
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_period_not_empty",
                condition=Q(period=None) | Q(period__isempty=False),
                violation_error_message="La période est vide : la fin doit suivre le début.",
            ),
            models.CheckConstraint(
                name="%(class)s_period_has_a_bound",
                condition=Q(period=None) | STARTS | ENDS,
                violation_error_message="Une période sans début ni fin ne dit rien : laissez-la vide.",
            ),
            models.CheckConstraint(
                name="%(class)s_start_precision_fits",
                condition=(
                    Q(start_precision=StartPrecision.UNKNOWN) & (Q(period=None) | Q(period__lower_inf=True))
                    | Q(start_precision=StartPrecision.DAY) & STARTS
                    | Q(start_precision=StartPrecision.MONTH) & STARTS & Q(period__startswith__day=1)
                    | Q(start_precision=StartPrecision.YEAR)
                    & STARTS
                    & Q(period__startswith__day=1, period__startswith__month=1)
                ),
                violation_error_message="La précision du début ne correspond pas à la date.",
            ),
            models.CheckConstraint(
                name="%(class)s_end_precision_fits",
                condition=(
                    Q(end_precision=EndPrecision.UNKNOWN) & (Q(period=None) | Q(period__upper_inf=True))
                    | Q(end_precision=EndPrecision.OPEN, period__isnull=False, period__upper_inf=True)
                    | Q(end_precision=EndPrecision.DAY) & ENDS
                    | Q(end_precision=EndPrecision.MONTH) & ENDS & Q(period__endswith__day=1)
                    | Q(end_precision=EndPrecision.YEAR) & ENDS & Q(period__endswith__day=1, period__endswith__month=1)
                ),
                violation_error_message="La précision de la fin ne correspond pas à la date.",
            ),
        ]

    @staticmethod
    def period_in_words(row: Any) -> str:
        """A period with its precisions, of a row or of what history kept of one."""
        from poles.templatetags.french import when  # it names this model

        return when(row)

    @staticmethod
    def start_precision_in_words(_: Any) -> str:
        """Said with the period."""
        return ""

    end_precision_in_words = start_precision_in_words
