"""Rows with a period, in the back office."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import ValidationError
from django.db.models import Field
from psycopg.types.range import DateRange

from poles.templatetags.french import when
from ptce_site.record_form import RowsFormSet


class WithPeriod(BaseModelAdmin):
    """A column for the period, in words."""

    @admin.display(description="période", ordering="period")
    def when(self, row: Any) -> str:
        return when(row) or "–"


class PeriodWidget(RangeWidget):
    """Two dates, each with its name."""

    def __init__(self) -> None:
        super().__init__(AdminDateWidget())
        self.widgets = [AdminDateWidget(attrs={"aria-label": name}) for name in ("Début", "Fin, exclue")]


PERIOD_FIELDS = ("period", "start_precision", "end_precision")
PERIOD_SECTION: tuple[str, Any] = (
    "Période",
    {
        "fields": PERIOD_FIELDS,
        "description": "La fin est le premier jour où ce n'est plus vrai. Une année connue sans son jour s'écrit au "
        "1er janvier, un mois au 1er du mois, et la précision le dit. Rien n'est connu : laissez les deux dates vides.",
    },
)
PERIOD_WIDGETS: Mapping[type[Field], Mapping[str, Any]] = {DateRangeField: {"widget": PeriodWidget()}}


class PeriodFormSet(RowsFormSet):
    """Rows of one pole whose periods must not overlap: those typed together are compared here, before the database does.

    `same` names the fields that two rows must share to exclude one another.
    """

    same: tuple[str, ...] = ()

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        for one, other in combinations(rows, 2):
            alike = all(one.get(name) == other.get(name) for name in self.same)
            if alike and _overlap(one.get("period"), other.get("period")):
                raise ValidationError("Deux lignes se recouvrent : leurs périodes doivent se suivre, ou l'une être supprimée.")


def _overlap(one: DateRange | None, other: DateRange | None) -> bool:
    """Whether two periods share a day; two rows without any date count as the same."""
    if one is None or other is None:
        return one is None and other is None
    before = one.upper is not None and other.lower is not None and one.upper <= other.lower
    after = other.upper is not None and one.lower is not None and other.upper <= one.lower
    return not before and not after


def formset_for(*same: str) -> Any:
    """A formset class for rows that exclude one another when they share these fields."""
    return type("PeriodFormSet", (PeriodFormSet,), {"same": same})
