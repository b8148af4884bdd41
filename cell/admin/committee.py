"""Seats of the steering committee in the back office."""

from django.contrib import admin
from django.urls import reverse

from cell.admin.call import OfTheCell
from cell.models import CommitteeSeat
from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import DayFilter
from poles.admin.period import PERIOD_SECTION, WithPeriod


@admin.register(CommitteeSeat)
class CommitteeSeatAdmin(WithPeriod, Autocompleted, OfTheCell):
    """Structures, with the period of each."""

    list_display = ("organisation", "role", "when", "source")
    list_filter = (DayFilter,)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "role")
    autocomplete_fields = ("organisation",)
    fieldsets = (
        (None, {
            "fields": ("organisation", "role", "source"),
            "description": "Des structures, jamais des personnes. Un siège est public, sur la page de la cellule, dès "
            "qu'il commence.",
        }),
        PERIOD_SECTION,
    )  # fmt: skip

    def view_on_site(self, obj: CommitteeSeat) -> str:  # type: ignore[override]
        return reverse("cell:cell")
