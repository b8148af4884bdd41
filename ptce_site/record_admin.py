"""What every list of records of the back office has."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from ptce_site.record_form import RecordForm
from ptce_site.row_export import Exported
from ptce_site.row_history import WithHistory


class Titled(admin.ModelAdmin):
    """A list with its own name.

    No counts beside the filters, which are a statement each: where a table is small, its list says that it may have them.
    """

    show_facets = admin.ShowFacets.NEVER

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What keeps a row from going is told before the rights that one would lack on what stands on it."""
        shown, counts, lacking, protecting = super().get_deleted_objects(objs, request)
        return shown, counts, set() if protecting else lacking, protecting

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Titled by what it lists; one that was asked for by a choice that it does not have says that it is whole."""
        if ERROR_FLAG in request.GET:
            messages.warning(request, "L'adresse demandait un choix que cette liste n'a pas : la voici entière.")
        title = {"title": capfirst(str(self.opts.verbose_name_plural))}
        return super().changelist_view(request, title | (extra_context or {}))

    def render_change_form(  # type: ignore[override]
        self, request: HttpRequest, context: dict[str, Any], **named: Any
    ) -> HttpResponse:
        """Titled by what the row is, whose name stands below; without a way to a history that nothing keeps."""
        name = str(self.opts.verbose_name)
        context["title"] = f"Ajouter : {name}" if named.get("add") else capfirst(name)
        context.setdefault("has_history", False)
        return super().render_change_form(request, context, **named)


class RecordAdmin(Exported, WithHistory, Titled):
    """Its rows as a file, and the history of each."""

    form: type[forms.ModelForm] = RecordForm
