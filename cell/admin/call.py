"""Calls for projects in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from cell import rights
from cell.models import Call
from cell.services import applications
from poles import partial_dates
from poles.admin.links import rows_of
from poles.enums import RecognitionKind
from poles.forms.fields import PartialDateField
from ptce_site.record_admin import RecordAdmin
from ptce_site.record_form import RecordForm
from ptce_site.row_links import WithLinks


class CallForm(RecordForm):
    """Dates as people say them, and the recognitions as boxes."""

    opened = PartialDateField(label="Ouvert le")
    closed = PartialDateField(label="Clos le")
    announced = PartialDateField(label="Résultats le")
    kinds = forms.MultipleChoiceField(
        label="Reconnaissances", choices=RecognitionKind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Ce qu'un pôle retenu reçoit dans l'annuaire.",
    )  # fmt: skip


class OfTheCell(RecordAdmin):
    """Records that the staff sees, and the national staff changes."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.sees(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.sees(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.decides(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.decides(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.decides(request.user)


@admin.register(Call)
class CallAdmin(WithLinks, OfTheCell):
    """The latest first; each leads to its applications and to its page."""

    form = CallForm
    list_display = ("name", "year", "organiser", "opens", "closes", "told", "count", "is_published")
    list_filter = ("is_published", "organiser")
    show_facets = admin.ShowFacets.ALLOW
    search_fields = ("name", "slug", "organiser", "year")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "year", "organiser", "is_published")}),
        ("Dates", {"fields": ("opened", "closed", "announced"), "description": "Une année, un mois ou un jour."}),
        ("Ce qu'il donne", {"fields": ("budget", "rules", "kinds", "sources")}),
    )

    def get_view_on_site_url(self, obj: Call | None = None) -> str | None:
        """None for a page that is not published."""
        return super().get_view_on_site_url(obj) if obj and obj.is_published else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        every: QuerySet[Call] = super().get_queryset(request)
        read = Q(applications__in=rights.applications_of(request.user))
        return every.annotate(of_staff=Count("applications", filter=read))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if applications.TOLD & set(form.changed_data):
            applications.follow(obj)

    @admin.display(description="ouvert", ordering="opened")
    def opens(self, call: Call) -> str:
        return partial_dates.words(call.opened)

    @admin.display(description="clos", ordering="closed")
    def closes(self, call: Call) -> str:
        return partial_dates.words(call.closed)

    @admin.display(description="résultats", ordering="announced")
    def told(self, call: Call) -> str:
        return partial_dates.words(call.announced)

    @admin.display(description="candidatures", ordering="of_staff")
    def count(self, call: Any) -> SafeString | int:
        return rows_of("cell_application", call.of_staff, call, call__id__exact=call.pk)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj or not rights.decides(request.user) else dict(self.prepopulated_fields)
