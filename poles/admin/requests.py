"""What visitors wrote, and what the cell makes of it: read, then one button."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from poles import rights
from poles.enums import ClaimState
from poles.models import Claim, Report
from poles.services import requests


class WaitingFilter(admin.SimpleListFilter):
    """What waits, first. `waits` is the condition of what does."""

    title, parameter_name = "file", "file"
    waits = Q()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("fait", "décidé ou traité")]

    def choices(self, changelist: Any) -> Any:
        for number, choice in enumerate(super().choices(changelist)):
            yield {**choice, "display": "à traiter"} if number == 0 else choice

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.exclude(self.waits) if self.value() else queryset.filter(self.waits)


class WaitingClaims(WaitingFilter):
    waits = Q(state=ClaimState.WAITING)


class WaitingReports(WaitingFilter):
    waits = Q(settled_at=None)


class RequestAdmin(admin.ModelAdmin):
    """Nothing is added, rewritten or deleted here: what waits is answered in `answer`, and regional staff see their regions.

    `buttons` are what one may ask of a row that waits: the value that is sent, and the words.
    """

    change_form_template = "admin/poles/request.html"
    answer = ""
    buttons: tuple[tuple[str, str], ...] = ()

    def own(self, request: HttpRequest) -> Q:
        """The rows that the person may see."""
        return Q(pole__in=rights.poles_of_staff(request.user))

    def waits(self, obj: Any) -> bool:
        """Whether nobody has answered yet."""
        raise AttributeError

    def act(self, request: HttpRequest, obj: Any, action: str, answer: str) -> str:
        """Do what a button asks, and say what was done. Raises ValidationError."""
        raise AttributeError

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(self.own(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.looks_after_poles(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user) and (obj is None or self.waits(obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.fields or () if name != self.answer]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        buttons = self.buttons if obj is not None and self.waits(obj) else ()
        return super().render_change_form(request, {**context, "buttons": buttons}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing is saved but by `act`."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Who decided is on the row."""

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        try:
            done = self.act(request, obj, request.POST.get("action", ""), request.POST.get(self.answer, ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.path)
        messages.success(request, done)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


@admin.register(Claim)
class ClaimAdmin(RequestAdmin):
    """« Vous animez ce pôle ? »: accepted, an invitation leaves; refused, the reason."""

    list_display = ("name", "function", "pole", "created_at", "state")
    list_filter = (WaitingClaims,)
    list_select_related = ("pole",)
    search_fields = ("name", "email", "pole__name")
    fields = ("pole", "name", "function", "email", "proof", "created_at", "state", "decided_by", "decided_at", "reply")
    answer = "reply"
    buttons = (("accepter", "Accepter et inviter"), ("refuser", "Refuser"))

    def waits(self, obj: Claim) -> bool:
        return obj.state == ClaimState.WAITING

    def act(self, request: HttpRequest, obj: Claim, action: str, answer: str) -> str:
        user: Any = request.user
        if action not in ("accepter", "refuser"):
            raise ValidationError("Rien n'est décidé : acceptez, ou refusez.")
        done = requests.refuse(user, obj.pk, answer) if action == "refuser" else requests.accept(user, obj.pk)
        return f"{done} : {done.get_state_display()} par {done.decided_by}."


@admin.register(Report)
class ReportAdmin(RequestAdmin):
    """« Signaler une erreur »."""

    list_display = ("__str__", "pole", "created_at", "settled_at")
    list_filter = (WaitingReports,)
    list_select_related = ("pole",)
    search_fields = ("what", "pole__name")
    fields = ("pole", "what", "source", "email", "created_at", "settled_by", "settled_at", "note")
    answer = "note"
    buttons = (("traiter", "C'est traité"),)

    def own(self, request: HttpRequest) -> Q:
        about_none = Q(pole=None) if rights.may_settle(request.user, None) else Q(pk=None)
        return super().own(request) | about_none

    def waits(self, obj: Report) -> bool:
        return obj.settled_at is None

    def act(self, request: HttpRequest, obj: Report, action: str, answer: str) -> str:
        done = requests.settle(request.user, obj.pk, answer)  # type: ignore[arg-type]
        return f"{done} : traité par {done.settled_by}."
