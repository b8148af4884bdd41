"""What every list of records of the back office has."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst

from ptce_site.record_form import RecordForm
from ptce_site.refusals import sentence
from ptce_site.row_export import Exported
from ptce_site.row_history import WithHistory

CONTRADICTED = "Ce qui est écrit ici contredit ce qui est déjà enregistré."


class WordedRows(InlineAdminFormSet):
    """Rows of a page, that one adds in our words."""

    def inline_formset_data(self) -> str:
        data = json.loads(super().inline_formset_data())
        data["options"]["addText"] = f"Ajouter : {self.opts.verbose_name}"
        return json.dumps(data)


class Titled(admin.ModelAdmin):
    """A list with its own name.

    No counts beside the filters, which are a statement each: where a table is small, its list says that it may have them.
    """

    show_facets = admin.ShowFacets.NEVER

    def get_inline_formsets(self, *arguments: Any, **options: Any) -> list[Any]:
        rows = super().get_inline_formsets(*arguments, **options)
        for one in rows:
            one.__class__ = WordedRows
        return rows

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

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """To the first page, which says so: of a row that is another's to look after, it says no more."""
        what = f"{capfirst(str(opts.verbose_name))} n° {unquote(object_id)}"
        messages.warning(request, f"{what} : rien que vous puissiez voir. Il a pu être supprimé, ou n'est pas de vos régions.")
        return redirect("admin:index")

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

    def changeform_view(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """What the database refuses of the whole page is told in it, with all that was typed."""
        try:
            return super().changeform_view(request, *args, **named)
        except IntegrityError as error:
            written = [self.model, *(inline.model for inline in self.inlines)]
            request.refused = sentence(error, written, CONTRADICTED)  # type: ignore[attr-defined]
        files: Any = request.FILES
        for file in files.values():
            file.seek(0)
        return super().changeform_view(request, *args, **named)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **options)
        form.refused = getattr(request, "refused", "")
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Rules that wait for the end of the transaction, so that rows may be exchanged, are asked here."""
        super().save_related(request, form, formsets, change)
        connection.check_constraints()
