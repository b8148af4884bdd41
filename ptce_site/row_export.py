"""A list of the back office as a file: what is shown, in the columns that one chooses."""

import datetime
import html
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ERROR_FLAG
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify
from django.utils.timezone import localtime
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import SelectableFieldsExportForm
from import_export.resources import ModelResource, modelresource_factory
from psycopg.types.range import Range

from ptce_site.clock import today
from ptce_site.sheets import cell, without_controls

SECRET = ("password",)
NOTHING = "–"
SAID_ALOUD = re.compile(r'<span class="visually-hidden">.*?</span>', re.DOTALL)


class ShownResource(ModelResource):
    """The columns of a list, under the names and with the words that the back office shows; formulas are neutralised."""

    personal: tuple[str, ...] = ()
    """Columns that say something of a person: to be ticked, not ticked already."""
    computed: Mapping[str, Any] = {}
    """Columns that the list computes: by name, the method that does."""

    def export_field(self, field: Any, instance: Any, **options: Any) -> Any:
        method = self.computed.get(field.attribute)
        return without_controls(cell(_read(method(instance)) if method else _shown(instance, field.attribute)))

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return [self.label(field.attribute) for field in self.get_export_fields(selected_fields)]

    @classmethod
    def label(cls, name: str) -> str:
        """What a column is called."""
        method = cls.computed.get(name)
        return str(capfirst(method.short_description if method else _field(cls._meta.model, name).verbose_name))


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
                    box.widget.attrs["data-apart"] = True  # not ticked with all the others

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        label: str = resource.label(field_name)
        return label

    def _validate_any_field_selected(self, resource: Any) -> None:
        if not self.get_selected_resource_export_fields():
            raise forms.ValidationError("Choisissez au moins une colonne.")

    def columns(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [self[name] for name, field in self.fields.items() if getattr(field, "is_selectable_field", False)]


class Exported(ExportMixin):
    """Adds `export/` to a list: it takes the filters and the search of the list, and its rows are those that one may see."""

    also_exported: tuple[str, ...] = ()
    """Fields that the page of a row shows otherwise, and methods of the admin that no list shows."""
    raw: tuple[str, ...] = ()
    """Fields and columns that are exported otherwise."""
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
        fields = self._shown_fields(request)
        computed = self._computed(request, fields)
        columns = {name: Field(attribute=name, column_name=name, readonly=True) for name in computed}
        made = modelresource_factory(
            self.model, ShownResource, meta_options={"fields": [*fields, *columns]}, custom_fields=columns
        )
        made.personal, made.computed = self.personal, computed
        return [made]

    def _computed(self, request: HttpRequest, fields: list[str]) -> dict[str, Any]:
        """What the list computes, but for another way to show a field that is there."""
        names = (*self.get_list_display(request), *self.also_exported)  # type: ignore[attr-defined]
        own = [name for name in names if name not in (*fields, *self.raw) and not name.startswith("__")]
        methods = {name: getattr(self, name) for name in own if callable(getattr(self, name, None))}
        told = {_field(self.model, name).verbose_name for name in fields}
        return {
            name: method
            for name, method in methods.items()
            if getattr(method, "admin_order_field", None) not in fields and method.short_description not in told
        }

    def _shown_fields(self, request: HttpRequest) -> list[str]:
        """The columns that the person sees in the list or on the page of a row, but what is kept as a secret."""
        page = flatten_fieldsets(self.get_fieldsets(request, self.model()))  # type: ignore[attr-defined]
        shown = {*page, *self.get_list_display(request), *self.also_exported}  # type: ignore[attr-defined]
        fields = (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)
        return [field.name for field in fields if field.name in shown and field.name not in (*SECRET, *self.raw)]

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


def _field(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _read(value: Any) -> Any:
    """What a list computes, as it is read: without the marks of a page, nor what is only said aloud."""
    if isinstance(value, SafeString):
        value = html.unescape(strip_tags(SAID_ALOUD.sub("", value))).strip()
        value = int(value) if value.isdecimal() else value  # a count that leads to its rows
    return "" if value in (None, NOTHING) else _plain(value)


def _shown(instance: Any, name: str) -> Any:
    """A value in words, as a list shows it; numbers stay numbers."""
    field = _field(instance, name)  # the library names the key of a relation
    value = getattr(instance, field.name)
    if field.many_to_many:
        return [str(one) for one in value.all()]
    if value is None:
        return ""
    if field.name == "number" and hasattr(instance, "code"):
        return instance.code  # that which people write
    if field.choices:
        return getattr(instance, f"get_{field.name}_display")()
    return _plain(value)


def _plain(value: Any) -> Any:
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
