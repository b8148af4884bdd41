"""What visitors wrote, and what the cell makes of it: read, then one button."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from poles import rights
from poles.admin.filters import RegionFilter
from poles.admin.queue import QueueAdmin, QueueFilter
from poles.enums import ClaimState
from poles.models import Claim, Report
from poles.services import requests


class ClaimQueue(QueueFilter):
    parts = (("", "à décider", Q(state=ClaimState.WAITING)), ("fait", "décidé", ~Q(state=ClaimState.WAITING)))


class ReportQueue(QueueFilter):
    parts = (("", "à traiter", Q(settled_at=None)), ("fait", "traité", Q(settled_at__isnull=False)))


class RequestAdmin(QueueAdmin):
    """What waits is answered, in the field `answer`, by one of `buttons`: its value, its words, and what it does with the
    person, the key of the row and the answer."""

    change_form_template = "admin/poles/request.html"
    answer = ""
    buttons: tuple[tuple[str, str, Callable[[Any, int, str], Any]], ...] = ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user) and (obj is None or obj.is_waiting)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.fields or () if name != self.answer]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        buttons = self.buttons if obj is not None and obj.is_waiting else ()
        return super().render_change_form(request, {**context, "buttons": buttons}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing is saved but by a button."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Who decided is on the row."""

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        acts = {value: act for value, _, act in self.buttons}
        act = acts.get(request.POST.get("action", ""))
        if act is None:
            messages.error(request, "Rien n'est décidé : choisissez un bouton.")
            return redirect(request.path)
        try:
            done = act(request.user, obj.pk, request.POST.get(self.answer, ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.path)
        messages.success(request, f"{done} : {done.outcome}.")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


@admin.register(Claim)
class ClaimAdmin(RequestAdmin):
    """« Vous animez ce pôle ? »: accepted, an invitation leaves; refused, the reason."""

    personal = ("name", "function", "email", "proof")
    list_display = ("name", "function", "pole", "created_at", "state")
    list_filter = (ClaimQueue, RegionFilter)
    list_select_related = ("pole",)
    search_fields = ("name", "email")
    fields = ("pole", "name", "function", "email", "proof", "created_at", "state", "decided_by", "decided_at", "reply")
    answer = "reply"
    buttons = (
        ("accepter", "Accepter et inviter", requests.accept),
        ("refuser", "Refuser", requests.refuse),
    )


@admin.register(Report)
class ReportAdmin(RequestAdmin):
    """« Signaler une erreur »."""

    personal = ("email",)
    list_display = ("__str__", "pole", "created_at", "settled_at")
    list_filter = (ReportQueue, RegionFilter)
    list_select_related = ("pole",)
    search_fields = ("what",)
    fields = ("pole", "what", "source", "email", "created_at", "settled_by", "settled_at", "note")
    answer = "note"
    buttons = (("traiter", "C'est traité", requests.settle),)
