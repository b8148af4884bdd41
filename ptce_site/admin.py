"""Letters in the back office: what was sent to whom, and what must be decided. Never their text, which may open an account."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from ptce_site import letters
from ptce_site.back_office import Waiting, waiting_in
from ptce_site.job_admin import JobAdmin
from ptce_site.list_filters import ChoiceFilter
from ptce_site.models import Letter, LetterState
from ptce_site.record_admin import Titled
from ptce_site.row_export import Exported
from ptce_site.saved_views import SavedViewAdmin
from ptce_site.site_admin import HomeMessageAdmin, SiteSettingsAdmin

__all__ = ["HomeMessageAdmin", "JobAdmin", "LetterAdmin", "SavedViewAdmin", "SiteSettingsAdmin"]

ATTENTION = (LetterState.DOUBTFUL, LetterState.FAILED)


class AttentionFilter(ChoiceFilter):
    """Letters that a person must look at."""

    title, parameter_name = "attention", "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("attention", "douteux ou refusés")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(state__in=ATTENTION) if self.value() == "attention" else queryset


@admin.register(Letter)
class LetterAdmin(Exported, Titled):
    """Read, and send again what is doubtful or was refused."""

    list_display = ("subject", "to", "state", "created_at", "left_at", "attempts")
    list_filter = (AttentionFilter, "state", "created_at")
    search_fields = ("to", "subject")
    fields = readonly_fields = ("subject", "to", "state", "attempts", "error", "created_at", "left_at")
    actions = ("send_again",)

    @admin.action(description="Envoyer de nouveau les lettres douteuses ou refusées")
    def send_again(self, request: HttpRequest, queryset: object) -> None:
        """The person who asks knows that a doubtful letter may arrive twice."""
        sent = sum(letters.send_again(letter) for letter in queryset)  # type: ignore[attr-defined]
        self.message_user(request, f"Lettres remises à l'envoi : {sent}.", messages.SUCCESS if sent else messages.WARNING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False


def waiting(user: Any) -> list[Waiting]:
    """Letters that the mail server refused, or that may have left: for who may see letters."""
    if not user.has_perm("ptce_site.view_letter"):
        return []
    rows, address = Letter.objects.filter(state__in=ATTENTION), reverse("admin:ptce_site_letter_changelist")
    return waiting_in(rows, "created_at", address, ("Courriels douteux ou refusés", Q(), "file=attention"))
