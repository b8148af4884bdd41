"""Recognitions in the back office. Those that another app keeps (`settings.RECOGNITIONS_KEPT`) are read here, changed there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from poles import rights
from poles.admin.filters import DayFilter, RegionFilter
from poles.admin.imported import Imported
from poles.admin.period import PERIOD_FIELDS, PERIOD_SECTION, PeriodForm, PeriodFormSet, WithPeriod
from poles.admin.rows import RowsOfPole
from poles.admin.scoped import RowsInline
from poles.enums import RecognitionKind
from poles.models import Recognition
from poles.services import kept_recognitions
from ptce_site.list_filters import by_value

CHARTER_IS_SIGNED = "La charte se signe : une signature enregistrée donne cette reconnaissance."


class RecognitionForm(PeriodForm):
    """The charter is signed: the national staff alone says by hand that a pole did, for what the register does not know."""

    may_tell_charter = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_of_charter = RecognitionKind.CHARTER in (self.initial.get("kind"), cleaned.get("kind"))
        if is_of_charter and self.has_changed() and not self.may_tell_charter:
            raise forms.ValidationError(CHARTER_IS_SIGNED)
        return cleaned


class RecognitionFormSet(PeriodFormSet):
    """Rows of a pole, without a hand on those that are kept elsewhere."""

    same = ("kind", "call_name")

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk and form.instance.pk in self._kept_here:
            for name, field in form.fields.items():
                field.disabled = name != "id"
            form.fields["kind"].help_text = kept_recognitions.TOLD

    @property
    def _kept_here(self) -> set[int]:
        """Read once: a formset is of one pole."""
        if not hasattr(self, "_read"):
            self._read = kept_recognitions.keys_of(recognition__pole=self.instance)
        return self._read


WHAT = ("kind", "call_name", "recognised_by", "result", "source")


class RecognitionInline(RowsInline, admin.StackedInline):
    model = Recognition
    form = RecognitionForm
    fields = (*WHAT, *PERIOD_FIELDS)
    extra = 0
    formset = RecognitionFormSet

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **options)  # type: ignore[misc]
        formset.form.may_tell_charter = rights.sees_every_pole(request.user)
        return formset


@admin.register(Recognition)
class RecognitionAdmin(Imported, WithPeriod, RowsOfPole):
    """Who recognises poles."""

    import_kind = "reconnaissances"
    form = RecognitionForm

    list_display = ("pole", "kind", "call_name", "recognised_by", "result", "when")
    list_filter = (
        "kind", DayFilter, RegionFilter, by_value("recognised_by", "organisme"), by_value("result", "résultat"),
    )  # fmt: skip
    list_select_related = ("pole",)
    search_fields = ("call_name", "recognised_by")
    fieldsets = (
        (None, {"fields": ("pole",)}),
        ("Ce qui est reconnu", {
            "fields": WHAT,
            "description": "Le nom de l'appel, seulement pour « un autre appel » que ceux de la liste. Ce que la charte ou une "
            "candidature retenue donne ne se change pas ici.",
        }),
        PERIOD_SECTION,
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.may_tell_charter = rights.sees_every_pole(request.user)
        return form

    def refused_back(self, request: HttpRequest, row: Any, was: Any) -> str:
        is_of_charter = RecognitionKind.CHARTER in (row.kind, was.kind)
        return CHARTER_IS_SIGNED if is_of_charter and not rights.sees_every_pole(request.user) else ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and kept_recognitions.keys_of(recognition=obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
