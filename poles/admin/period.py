"""Rows with a period, in the back office: typed and shown as people say it."""

from itertools import combinations
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import Model
from psycopg.types.range import DateRange

from poles import partial_dates
from poles.forms.rows import PeriodFields
from poles.services import periods
from poles.templatetags.french import when
from ptce_site.record_form import RecordForm, RowsFormSet

STORED = ("period", "start_precision", "end_precision")
GOES_ON = "en cours"


class PeriodForm(PeriodFields, RecordForm):
    """A row whose period is typed as « depuis », « jusqu'à » and « toujours en cours »."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        instance = options.get("instance")
        said = periods.value_of(instance) if instance else {}
        super().__init__(*arguments, **{**options, "initial": {**said, **(options.get("initial") or {})}})

    def values_of(self, row: Any) -> dict[str, Any]:
        return {**super().values_of(row), **periods.value_of(row)}

    def said(self, name: str, row: Model) -> str:
        if name not in PeriodFields.base_fields:
            return super().said(name, row)
        value = periods.value_of(row)[name]  # type: ignore[arg-type]
        return "oui" if value is True else partial_dates.typed(value or "")

    def _post_clean(self) -> None:
        if not self._is_mistyped():
            try:
                periods.write(self.instance, self.cleaned_data)
            except ValidationError as error:
                self.add_error("until", error)
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {*STORED} if self._is_mistyped() else excluded - {*STORED}

    def _is_mistyped(self) -> bool:
        return any(name in self.errors for name in PeriodFields.base_fields)


class WithPeriod(BaseModelAdmin):
    """Columns for the period, in words."""

    form: type[forms.ModelForm] = PeriodForm
    also_exported: tuple[str, ...] = ("since", "until", "row_number")
    raw: tuple[str, ...] = ("when",)

    @admin.display(description="période", ordering="period")
    def when(self, row: Any) -> str:
        return when(row) or "–"

    @admin.display(description="fiche n°")
    def row_number(self, row: Any) -> int:
        """By which an import knows the row again, whatever of it is corrected."""
        number: int = row.pk
        return number

    @admin.display(description="depuis")
    def since(self, row: Any) -> str:
        return str(periods.value_of(row)["since"]) or "–"

    @admin.display(description="jusqu'à")
    def until(self, row: Any) -> str:
        said = periods.value_of(row)
        return GOES_ON if said["goes_on"] else said["until"] or "–"

    @admin.display(description="toujours en cours", boolean=True)
    def goes_on(self, row: Any) -> bool:
        return bool(periods.value_of(row)["goes_on"])


PERIOD_FIELDS = ("since", "until", "goes_on")
PERIOD_SECTION: tuple[str, Any] = (
    "Période",
    {"fields": PERIOD_FIELDS, "description": "Une année suffit ; ce que l'on ne sait pas reste vide."},
)


class PeriodFormSet(RowsFormSet):
    """Rows of one pole whose periods must not overlap: those typed together are compared here, before the database does.

    `same` names the fields that two rows must share to exclude one another.
    """

    same: tuple[str, ...] = ()

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")]
        for one, other in combinations(rows, 2):
            alike = all(one.cleaned_data.get(name) == other.cleaned_data.get(name) for name in self.same)
            if alike and _overlap(one.instance.period, other.instance.period):
                rows_told = " et ".join(f"« {row.instance} » ({when(row.instance) or 'sans date'})" for row in (one, other))
                raise ValidationError(
                    f"Deux lignes se recouvrent : {rows_told}. Leurs périodes doivent se suivre, ou l'une être supprimée."
                )


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
