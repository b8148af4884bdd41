"""Applications to calls, read by the regional cell, then by the national one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from cell import rights
from cell.admin.call import OfTheCell
from cell.enums import Result
from cell.models import Application
from cell.services import applications
from poles import partial_dates
from poles.admin.autocomplete import Autocompleted
from poles.admin.filters import region_by
from poles.admin.queue import QueueFilter
from poles.admin.scoped import FoundByPole
from ptce_site.clock import today
from ptce_site.record_form import RecordForm

RESULTS_LATER = "Rien n'est public : la reconnaissance paraîtra {when}."


class ApplicationForm(RecordForm):
    """The département is that of the pole; it decides which regional cell reads."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if "departement" in self.fields:
            self.fields["departement"].required = False
            self.fields["departement"].help_text = "Celui du pôle, s'il est dans l'annuaire : laissez vide."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        pole, departement = cleaned.get("pole"), cleaned.get("departement")
        if "departement" not in self.fields or "departement" in self.errors:
            return cleaned
        is_moved = "pole" in self.changed_data and "departement" not in self.changed_data
        if departement is None or (pole and is_moved):
            cleaned["departement"] = pole and pole.seat_departement
            if pole is None:
                self.add_error("departement", "Dites où est le projet, ou de quel pôle il s'agit.")
        elif pole and pole.seat_departement != departement and {"pole", "departement"} & set(self.changed_data):
            self.add_error("departement", f"Le siège de {pole.name} est ailleurs : {pole.seat_departement}.")
        return cleaned


READ_HERE = ("first_at", "first_by", "second_at", "second_by", "recognition")


class ApplicationQueue(QueueFilter):
    parts = (
        ("", "à lire par la CRA", Q(result=Result.RECEIVED, first_opinion="")),
        ("cna", "à lire par la CNA", Q(result=Result.RECEIVED, second_opinion="") & ~Q(first_opinion="")),
        ("decider", "lues, à décider", Q(result=Result.RECEIVED) & ~Q(second_opinion="")),
        ("fini", "décidées", ~Q(result=Result.RECEIVED)),
    )


@admin.register(Application)
class ApplicationAdmin(FoundByPole, Autocompleted, OfTheCell):
    """What waits for a reading first. The regional cell reads those of its regions, and gives its opinion; no more."""

    form = ApplicationForm
    brings_back = False  # a result makes a recognition of the pole, or takes it back

    list_display = ("name", "call", "departement", "received_on", "first_opinion", "second_opinion", "result", "amount")
    list_filter = (ApplicationQueue, "call", "result", region_by("departement__region"))
    list_select_related = ("call", "departement")
    search_fields = ("name", "departement__name", "departement__sort_key", "call__name")
    autocomplete_fields = ("call", "pole", "departement")
    fieldsets = (
        (None, {"fields": ("call", "name", "pole", "departement", "received_on", "summary")}),
        ("1. Lecture de la cellule régionale (CRA)", {"fields": ("first_opinion", "first_reading", "first_by", "first_at")}),
        ("2. Lecture de la cellule nationale (CNA)", {
            "fields": ("second_opinion", "second_reading", "second_by", "second_at"),
        }),
        ("3. Résultat", {
            "fields": ("result", "kind", "amount", "recognition"),
            "description": "Une candidature retenue donne au pôle sa reconnaissance dans l'annuaire, quand l'appel est publié "
            "et ses résultats annoncés.",
        }),
    )  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An application entered by mistake is said to be withdrawn: what was read is not lost."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return rights.applications_of(request.user).select_related("call", "departement", "pole")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.sees(request.user) and (obj is None or rights.may_read(request.user, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if rights.decides(request.user):
            return READ_HERE
        shown: list[str] = [name for _, options in self.fieldsets for name in options["fields"]]  # type: ignore[misc]
        return tuple(name for name in shown if name not in applications.FIRST or not (obj and obj.awaits_first_reading))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        user: Any = request.user

        class Checked(form):  # type: ignore[misc,valid-type]
            """Asks the service beforehand, so that what it refuses is told beside what was typed."""

            def _post_clean(self) -> None:
                super()._post_clean()
                if self.errors:
                    return
                try:
                    with transaction.atomic():
                        applications.save(user, self.instance)
                except ValidationError as error:
                    for name, messages in getattr(error, "message_dict", {NON_FIELD_ERRORS: error.messages}).items():
                        self.add_error(name if name in self.fields else None, messages)

        return Checked

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saved while the form was cleaned, in the transaction of the page."""
        if obj.result == Result.RETAINED and not obj.call.tells_results(today()):
            day = partial_dates.words(obj.call.announced)
            when = f"avec les résultats de l'appel, {day}" if obj.call.is_published else "quand l'appel sera publié"
            messages.info(request, RESULTS_LATER.format(when=when))
