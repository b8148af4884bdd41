"""Notes of the cell on poles: on the page of each, and together."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import RegionFilter
from poles.admin.queue import QueueFilter
from poles.admin.scoped import FoundByPole, OfOwnPoles, RowsInline
from poles.models import FollowUp
from ptce_site.record_admin import RecordAdmin

WAITING = ~Q(next_step="") & Q(is_done=False)


class FollowUpQueue(QueueFilter):
    title, parameter_name = "suite", "suite"
    parts = (("", "suite à donner", WAITING),)


class FollowUpInline(RowsInline, admin.StackedInline):
    model = FollowUp
    extra = 0
    fields = ("day", "text", "next_step", "next_on", "is_done", "by")
    readonly_fields = ("by",)


@admin.register(FollowUp)
class FollowUpAdmin(FoundByPole, OfOwnPoles, Autocompleted, RecordAdmin):
    """What is to be done next, soonest first."""

    list_display = ("pole", "next_step", "next_on", "day", "by", "is_done")
    list_filter = (FollowUpQueue, RegionFilter)
    list_select_related = ("pole", "by")
    search_fields = ("text", "next_step")
    autocomplete_fields = ("pole",)
    ordering = ("next_on", "-day", "-pk")
    fieldsets = (
        (None, {"fields": ("pole", "day", "text"), "description": "Lu par l'équipe seulement."}),
        ("La suite", {
            "fields": ("next_step", "next_on", "is_done"),
            "description": "À sa date, elle est rappelée sur la première page du back office.",
        }),
    )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: FollowUp, form: Any, change: bool) -> None:
        obj.by = obj.by if change else request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
