"""A list of the back office as a file: what is shown, in the columns that one chooses."""

import datetime
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ERROR_FLAG
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.timezone import localtime
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import SelectableFieldsExportForm
from import_export.resources import ModelResource, modelresource_factory
from psycopg.types.range import Range

from ptce_site.clock import today
from ptce_site.sheets import cell, without_controls

SECRET = ("password",)


class ShownResource(ModelResource):
    """The columns of a model, under the names and with the words that the back office shows; formulas are neutralised."""

    personal: tuple[str, ...] = ()
    """Columns that say something of a person: to be ticked, not ticked already."""

    def export_field(self, field: Any, instance: Any, **options: Any) -> Any:
        return without_controls(cell(_shown(instance, field.attribute)))

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return [_label(self._meta.model, field.attribute) for field in self.get_export_fields(selected_fields)]


class FrenchCSV(CSV):
    """As the spreadsheets of French offices open it: a mark of UTF-8, and semicolons."""

    def export_data(self, dataset: Any, **options: Any) -> str:
        return f"\ufeff{dataset.export('csv', delimiter=';', **options)}"


class ColumnsForm(SelectableFieldsExportForm):
    """Which columns, and which kind of file. The library's script hides columns of other resources: there is one here."""

    def __init__(self, formats: Any, resources: Any, **options: Any) -> None:
        super().__init__(formats, resources, **options)
        self.fields["format"].choices = [choice for choice in self.fields["format"].choices if choice[0]]
        for resource in resources:
            for name in resource.personal:
                box = self.fields.get(self.create_boolean_field_name(resource, name))
                if box is not None:
                    box.initial, box.label = False, f"{box.label} (donnée personnelle)"

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        return _label(resource._meta.model, field_name)

    def _validate_any_field_selected(self, resource: Any) -> None:
        if not self.get_selected_resource_export_fields():
            raise forms.ValidationError("Choisissez au moins une colonne.")

    def columns(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [self[name] for name, field in self.fields.items() if getattr(field, "is_selectable_field", False)]


class Exported(ExportMixin):
    """Adds `export/` to a list: it takes the filters and the search of the list, and its rows are those that one may see."""

    also_exported: tuple[str, ...] = ()
    """Columns that the page of a row shows otherwise than as fields."""
    personal: tuple[str, ...] = ()
    """Columns about persons, in a list that is about something else: ticked by who needs them."""
    export_form_class = ColumnsForm
    export_formats = (FrenchCSV, XLSX)
    export_template_name = "admin/export.html"
    ie_base_change_list_template = None

    def init_change_list_template(self) -> None:
        """Lists keep the templates that Django finds by their names."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        allowed: bool = self.has_view_permission(request)
        return allowed

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The page of columns, then the file. An address whose filter is none leads back to the list, as the list does."""
        try:
            return super().export_action(request)  # type: ignore[no-any-return]
        except IncorrectLookupParameters:
            return redirect(f"{reverse(f'admin:{self.opts.app_label}_{self.opts.model_name}_changelist')}?{ERROR_FLAG}=1")

    def get_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        made = modelresource_factory(self.model, ShownResource, meta_options={"fields": self._shown_fields(request)})
        made.personal = self.personal
        return [made]

    def _shown_fields(self, request: HttpRequest) -> list[str]:
        """The columns that the person sees in the list or on the page of a row, but what is kept as a secret."""
        page = flatten_fieldsets(self.get_fieldsets(request, self.model()))  # type: ignore[attr-defined]
        shown = {*page, *self.get_list_display(request), *self.also_exported}  # type: ignore[attr-defined]
        fields = (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)
        return [field.name for field in fields if field.name in shown and field.name not in SECRET]

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        named = [field.name for field in self.model._meta.concrete_fields if isinstance(field, ForeignKey)]
        several = [field.name for field in self.model._meta.many_to_many]
        return super().get_export_queryset(request).select_related(*named).prefetch_related(*several)

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        """What the list is called, and the day."""
        return f"{slugify(self.opts.verbose_name_plural)}-{today()}.{file_format.get_extension()}"

    def init_request_context_data(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        context = super().init_request_context_data(request, form)
        return {
            **context,
            "title": f"Exporter : {self.opts.verbose_name_plural}",
            "total": self.get_export_queryset(request).count(),
        }


def _label(model: Any, name: str) -> str:
    return str(capfirst(model._meta.get_field(name).verbose_name))


def _shown(instance: Any, name: str) -> Any:
    """A value in words, as a list shows it; numbers stay numbers."""
    field = instance._meta.get_field(name)  # the library names the key of a relation
    value = getattr(instance, field.name)
    if field.many_to_many:
        return [str(one) for one in value.all()]
    if value is None:
        return ""
    if field.name == "number" and hasattr(instance, "code"):
        return instance.code  # that which people write
    if field.choices:
        return getattr(instance, f"get_{field.name}_display")()
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Range):
        return f"{value.lower or '…'} / {value.upper or '…'}"
    if isinstance(value, datetime.datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, int | float) else str(value)
