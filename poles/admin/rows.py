"""Rows of poles that have a list of their own: memberships, partnerships, stages, places."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import DayFilter, RegionFilter
from poles.admin.imported import Imported
from poles.admin.period import PERIOD_SECTION, WithPeriod
from poles.admin.scoped import FoundByPole, OfOwnPoles, RowsInline
from poles.models import (
    Membership,
    Partnership,
    PartnershipRoleLink,
    Place,
    Pole,
    PoleSector,
    PoleTerritory,
    Recognition,
    SocialAddress,
    Source,
    Stage,
)
from poles.services import provenance
from ptce_site.record_admin import RecordAdmin

# The origin that a change of an inline's rows is recorded under.
GROUP_OF_ROWS = {
    PoleSector: provenance.SECTORS, Recognition: provenance.RECOGNITIONS, Source: provenance.SOURCES, Stage: "stages",
    Membership: "memberships", Partnership: "partnerships", Place: "places", PoleTerritory: "territory",
    SocialAddress: "social_addresses",
}  # fmt: skip


class RowsOfPole(FoundByPole, OfOwnPoles, Autocompleted, RecordAdmin):
    """Rows of a list of poles, by themselves: a change is told on the pole's page to come from the cell."""

    autocomplete_fields: ClassVar[Any] = ("pole",)
    list_filter: ClassVar[Any] = (RegionFilter,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        former = Pole.objects.filter(pk=form.initial.get("pole")).exclude(pk=obj.pole_id).first()
        super().save_model(request, obj, form, change)
        for pole in filter(None, (former, obj.pole)):
            self._record(pole)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._record(obj.pole)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for pole in Pole.objects.filter(pk__in=queryset.order_by().values("pole")):
            self._record(pole)
        super().delete_queryset(request, queryset)

    def _record(self, pole: Pole) -> None:
        provenance.record_person(pole, [GROUP_OF_ROWS[self.model]])


class RoleInline(RowsInline, admin.StackedInline):
    model = PartnershipRoleLink
    extra = 0


@admin.register(Partnership)
class PartnershipAdmin(Imported, WithPeriod, RowsOfPole):
    """What collectivités do in poles."""

    import_kind = "partenariats"
    also_exported = ("roles", *WithPeriod.also_exported)
    list_display = ("pole", "collectivity", "when", "amount")
    list_filter = ("roles", DayFilter, RegionFilter)
    list_select_related = ("pole", "collectivity")
    search_fields = ("collectivity__name",)
    autocomplete_fields = ("pole", "collectivity")
    inlines = (RoleInline,)
    fieldsets = (
        (None, {"fields": ("pole", "collectivity")}),
        ("Ce qu'elle apporte", {
            "fields": ("amount", "link"),
            "description": "Le montant en euros, quand une source le dit ; les rôles sont plus bas, un par ligne.",
        }),
        PERIOD_SECTION,
    )  # fmt: skip


@admin.register(Membership)
class MembershipAdmin(Imported, WithPeriod, RowsOfPole):
    """Organisations in poles."""

    import_kind = "adhesions"
    list_display = ("organisation", "pole", "role", "member_type", "when")
    list_filter = ("role", "member_type", DayFilter, RegionFilter)
    list_select_related = ("pole", "organisation")
    search_fields = ("organisation__name",)
    autocomplete_fields = ("pole", "organisation")
    fieldsets = (
        (None, {"fields": ("pole", "organisation")}),
        ("Ce qu'elle y est", {
            "fields": ("role", "member_type", "source"),
            "description": "Le type fait la composition du pôle, comparée à l'article 9 de la loi de 2014 à la signature.",
        }),
        PERIOD_SECTION,
    )  # fmt: skip


@admin.register(Stage)
class StageAdmin(WithPeriod, RowsOfPole):
    """Stages of poles' lives."""

    list_display = ("pole", "name", "when")
    list_filter = ("name", DayFilter, RegionFilter)
    list_select_related = ("pole",)
    search_fields = ("pole__name",)
    fieldsets = (
        (None, {
            "fields": ("pole", "name", "source"),
            "description": "Un stade après l'autre : leurs périodes ne se recouvrent pas.",
        }),
        PERIOD_SECTION,
    )  # fmt: skip


@admin.register(Place)
class PlaceAdmin(RowsOfPole):
    """Places of poles."""

    list_display = ("name", "pole", "commune")
    list_select_related = ("pole", "commune")
    search_fields = ("name", "address", "commune__name", "commune__sort_key", "commune__code")
    autocomplete_fields = ("pole", "commune")
    fieldsets = (
        (None, {"fields": ("pole", "name", "description", "website")}),
        ("Où il est", {
            "fields": ("address", "commune", "latitude", "longitude", "point_precision"),
            "description": "La commune suffit pour qu'il soit sur la carte ; les coordonnées, en degrés, le placent mieux.",
        }),
    )  # fmt: skip
