"""Files to import: sent, their columns matched, tried, written, undone."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from poles.admin.read_only import ReadOnlyAdmin
from poles.enums import ImportState
from poles.models import Import
from poles.services import imports, search_entries
from poles.services.files import BrokenFile
from poles.services.import_kinds import ImportKind, kind_of, kinds
from poles.services.import_lines import Outcome
from ptce_site.list_filters import ChoiceFilter
from ptce_site.sheets import cell

KIND = "contenu"
PER_PAGE = 100
# What each outcome is called in the list of lines, and before anything is written.
WORDS = {
    Outcome.CREATED: "nouvelles",
    Outcome.UPDATED: "modifiées",
    Outcome.UNCHANGED: "sans changement",
    Outcome.REFUSED: "refusées",
}


class FileForm(forms.Form):
    """What a file is a list of, and the file."""

    contenu = forms.ChoiceField(label="Contenu", widget=forms.RadioSelect)
    fichier = forms.FileField(label="Fichier", help_text="CSV ou XLSX, une ligne par fiche, les titres sur la première.")

    def __init__(self, allowed: list[ImportKind], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields[KIND].choices = [(kind.slug, kind.label) for kind in allowed]  # type: ignore[attr-defined]


class KindFilter(ChoiceFilter):
    """Imports of a kind."""

    title, parameter_name = "contenu", KIND

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.slug, kind.label) for kind in kinds() if kind.may(request.user)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Import]) -> QuerySet[Import]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    """Those of the kinds that one may import, the latest first."""

    list_display = ("file_name", "what", "state", "told", "sent_at", "by")
    raw = ("kind",)
    list_filter = (KindFilter, "state")
    list_select_related = ("by", "operation")
    search_fields = ("file_name",)
    change_list_template = "admin/poles/import_list.html"

    @admin.display(description="contenu")
    def what(self, held: Import) -> str:
        return kind_of(held.kind).label

    @admin.display(description="lignes")
    def told(self, held: Import) -> str:
        undone = " (annulé)" if held.operation and held.operation.undone_at else ""
        return ", ".join(f"{words} : {held.counts[one]}" for one, words in WORDS.items() if held.counts.get(one)) + undone

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("modele/<slug:kind>.csv", view(self.model_view), name="poles_import_model"),
            path("<int:pk>/refusees.csv", view(self.refused_view), name="poles_import_refused"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        own: QuerySet[Import] = super().get_queryset(request)
        return own.filter(kind__in=[kind.slug for kind in _allowed(request)]).defer("table", "report")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_allowed(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return imports.may_see(request.user, obj) if obj else self.has_module_permission(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Choose a kind and a file."""
        allowed = _allowed(request)
        if not allowed:
            raise PermissionDenied
        asked = request.GET.get(KIND) or (allowed[0].slug if len(allowed) == 1 else None)
        form = FileForm(allowed, request.POST or None, request.FILES or None, initial={KIND: asked})
        if request.method == "POST" and form.is_valid():
            user: Any = request.user
            try:
                held = imports.receive(user, form.cleaned_data[KIND], form.cleaned_data["fichier"])
            except BrokenFile as error:
                form.add_error("fichier", str(error))
            else:
                return redirect("admin:poles_import_change", held.pk)
        context = {**self._context(request), "title": "Importer un fichier", "form": form, "kinds": allowed}
        return TemplateResponse(request, "admin/poles/import_add.html", context, status=422 if form.errors else 200)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One import, as it stands; POST tries it, or writes it."""
        held = self._import_or_404(request, object_id)
        kind, problems = kind_of(held.kind), list[str]()
        columns = held.columns
        if request.method == "POST":
            columns = {title: request.POST.get(f"colonne-{number}", "") for number, title in enumerate(_titles(held))}
            user: Any = request.user
            try:
                if request.POST.get("action") == "importer":
                    imports.write(user, held.pk)
                else:
                    imports.try_out(user, held.pk, columns)
            except ValidationError as error:
                problems = error.messages
            else:
                return redirect("admin:poles_import_change", held.pk)
        context = {
            **self._context(request),
            "title": f"{kind.label} : {held.file_name}",
            "held": held,
            "kind": kind,
            "problems": problems,
            "goes_on": held.state in imports.GOES_ON,
            "search_waits": held.state == ImportState.WRITTEN and search_entries.are_waiting(),
            "may_write": held.state == ImportState.TRIED and imports.good_lines(held),
            "good": imports.good_lines(held),
            "titles": _samples(held, columns),
            **_lines(request, held),
        }
        return TemplateResponse(request, "admin/poles/import.html", context, status=422 if problems else 200)

    def refused_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The refused lines as a file, each with its reasons, to be mended and sent again."""
        held = self._import_or_404(request, str(pk))
        titles, *rows = imports.refused_lines(held)
        return _csv(f"refusees-{held.pk}.csv", titles, rows)

    def model_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """An empty file with the titles of a kind."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        found = next((one for one in _allowed(request) if one.slug == kind), None)
        if found is None:
            raise Http404
        return _csv(f"modele-{kind}.csv", [capfirst(column.label) for column in found.columns], [])

    def _import_or_404(self, request: HttpRequest, pk: str) -> Import:
        own = self.get_queryset(request).defer(None).select_related("operation", "by")
        held = own.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
        if held is None:
            if not self.has_module_permission(request):
                raise PermissionDenied
            raise Http404
        return held

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}


def _allowed(request: HttpRequest) -> list[ImportKind]:
    return [kind for kind in kinds() if kind.may(request.user)]


def _csv(name: str, titles: Iterable[str], rows: Iterable[Iterable[str]]) -> HttpResponse:
    """A file as French spreadsheets open it."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([titles, *([cell(value) for value in row] for row in rows)])
    response = HttpResponse(f"\ufeff{written.getvalue()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _titles(held: Import) -> list[str]:
    return list((held.table or {}).get("columns", []))


def _samples(held: Import, columns: dict[str, str]) -> list[tuple[str, str, str]]:
    """Each title of the file, the column that it is, and the first value under it."""
    rows = [cells for _, cells in (held.table or {}).get("rows", [])[:PER_PAGE]]
    firsts = [next((cells[number] for cells in rows if cells[number]), "") for number in range(len(_titles(held)))]
    return [(title, columns.get(title, ""), first[:60]) for title, first in zip(_titles(held), firsts, strict=True)]


def _said(held: Import, wanted: set[int]) -> dict[int, list[tuple[str, str]]]:
    """What lines of the file say, under the titles that are a column: all that there is to see of a new record."""
    titles, rows = _titles(held), (held.table or {}).get("rows", [])
    return {
        line: [(title, text) for title, text in zip(titles, cells, strict=True) if text and title in held.columns]
        for line, cells in rows
        if line in wanted
    }


def _lines(request: HttpRequest, held: Import) -> dict[str, Any]:
    """The lines of the report of one outcome, by pages; those refused first, else those that change something."""
    report = imports.report_of(held)
    counts = [(str(one), words, report.count(one)) for one, words in WORDS.items()]
    there = [one for one in (Outcome.REFUSED, Outcome.UPDATED, Outcome.CREATED, Outcome.UNCHANGED) if report.count(one)]
    asked = request.GET.get("lignes")
    shown = next((one for one in there if one == asked), there[0] if there else None)
    page = Paginator([line for line in report.lines if line.outcome == shown], PER_PAGE).get_page(request.GET.get("p"))
    said = _said(held, {line.line for line in page}) if shown == Outcome.CREATED else {}
    return {
        "lines": [(line, said.get(line.line, [])) for line in page],
        "counts": counts,
        "shown": shown,
        "called": WORDS[shown] if shown else "",
        "page": page,
        "conflicts": report.conflicts,
        "refused": report.count(Outcome.REFUSED),
        "address": reverse("admin:poles_import_change", args=[held.pk]),
    }
