"""The queue of signatures: what is known of the pole, what the law asks of its members, and one decision."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localtime

from accounts.models import User
from charter import rights
from charter.forms.decision import DecideForm
from charter.forms.signing import typed_of
from charter.models import Signature
from charter.models.signature import PENDING, State
from charter.services import signatures, signing
from poles import composition, partial_dates
from poles.admin.filters import region_by
from poles.admin.imported import Imported
from poles.admin.queue import QueueAdmin, QueueFilter
from poles.enums import StartPrecision

RELATED = ("version", "commune__departement", "decided_by", "renewed_by", "pole__seat_commune", "pole__seat_departement")
# What may be done of a signature, by where it stands.
BUTTONS = {
    State.SENT: ("enregistrer", "completer", "refuser"),
    State.INCOMPLETE: ("completer", "refuser"),
    State.REGISTERED: ("retirer",),
}


class SignatureQueue(QueueFilter):
    parts = (
        ("", "à examiner", Q(state=State.SENT)),
        ("a-completer", "à compléter par le signataire", Q(state=State.INCOMPLETE)),
        ("en-cours", "en cours", Q(state=State.REGISTERED)),
        ("fini", "retirées, renouvelées, refusées", ~Q(state__in=(*PENDING, State.REGISTERED))),
    )


@admin.register(Signature)
class SignatureAdmin(Imported, QueueAdmin):
    """Every signature; what waits first, oldest first."""

    import_kind = "signatures"
    also_exported = ("number",)
    raw = ("period", "start_precision", "end_precision")
    personal = ("signatory_name", "signatory_function", "email")
    list_display = ("code", "name", "place", "version", "state", "signed", "sent_at", "decided_at")
    list_filter = (SignatureQueue, "version", region_by("pole__seat_departement__region", "commune__departement__region"))
    list_select_related = ("version", "pole__seat_departement", "pole__seat_commune", "commune__departement")
    search_fields = ("name", "siret", "email", "commune__name")
    ordering = ("sent_at", "pk")

    @admin.display(description="signée le", ordering="period")
    def signed(self, signature: Signature) -> str:
        """As an import reads it: of a past signature, the year may be all that is known."""
        day = signature.period.lower if signature.period else localtime(signature.sent_at).date()
        return partial_dates.text(day, signature.start_precision if signature.period else StartPrecision.DAY)

    @admin.display(description="siège")
    def place(self, signature: Signature) -> str:
        return signature.pole.seat_in_words if signature.pole else str(signature.commune or "")

    def own(self, request: HttpRequest) -> Q:
        return Q()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.decides_signatures(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.decides_signatures(request.user)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One signature, and what is decided of it."""
        signature: Signature = self.row_or_404(request, object_id, *RELATED)
        form = DecideForm(signature, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid() and self._act(request, signature, form):
            return self._next(request, signature)
        pole = signature.pole
        context = {
            **self.admin_site.each_context(request),
            "title": f"{signature.code} : {signature.name}",
            "opts": self.opts,
            "signature": signature,
            "form": form,
            "candidates": form.candidates,
            "composition": composition.of(pole) if pole else None,
            "others": list(pole.signatures.exclude(pk=signature.pk).select_related("version")) if pole else [],
            "recognitions": list(pole.recognitions.all()) if pole else [],
            "history": _history(signature),
        }
        return TemplateResponse(request, "admin/charter/decide.html", context, status=422 if form.errors else 200)

    def _act(self, request: HttpRequest, signature: Signature, form: DecideForm) -> bool:
        """Do what the button asks; false when something is to be looked at again, which the form tells."""
        user, pk, action = request.user, signature.pk, request.POST.get("action", "")
        typed: Any = form.cleaned_data
        acts: dict[str, Callable[[], Any]] = {
            "enregistrer": lambda: signatures.register(user, pk, form.chosen_pole()),  # type: ignore[arg-type]
            "completer": lambda: _ask(user, signature, typed["reply"]),  # type: ignore[arg-type]
            "refuser": lambda: signatures.decline(user, pk, typed["reply"]),  # type: ignore[arg-type]
            "retirer": lambda: signatures.withdraw(user, pk, typed["end_reason"], typed["end_day"]),  # type: ignore[arg-type]
        }
        if action not in acts:
            form.add_error(None, "Rien n'est décidé : choisissez un bouton.")
            return False
        if action not in BUTTONS.get(State(signature.state), ()):
            return True  # somebody decided meanwhile: what is so is told
        try:
            acts[action]()
        except ValidationError as error:
            for field, texts in getattr(error, "message_dict", {"": error.messages}).items():
                for text in texts:
                    form.add_error(field if field in form.fields else None, text)
            return False
        return True

    def _next(self, request: HttpRequest, signature: Signature) -> HttpResponse:
        signature.refresh_from_db()
        by = f" par {signature.decided_by}" if signature.decided_by_id not in (None, request.user.pk) else ""
        messages.success(request, f"{signature} : {signature.get_state_display()}{by}.")
        waiting = Signature.objects.filter(state=State.SENT).order_by("sent_at", "pk").values_list("pk", flat=True).first()
        if waiting is None:
            return redirect("admin:charter_signature_changelist")
        return redirect("admin:charter_signature_change", waiting)


@transaction.atomic
def _ask(user: User, signature: Signature, reply: str) -> None:
    """Ask for more at the address of a form filled with what was signed."""
    if not signature.email:
        raise ValidationError("L'adresse du signataire n'est pas connue : on ne peut pas lui écrire.")
    draft = signing.reopened(signature, typed_of(signature))
    signatures.ask_for_more(user, signature.pk, reply, signing.address_of(draft))


def _history(signature: Signature) -> list[dict[str, Any]]:
    """Each change of state, latest first: when, by whom, to what."""
    rows = apps.get_model("charter", "SignatureEvent").objects.filter(pgh_obj_id=signature.pk).select_related("pgh_context")
    told: list[dict[str, Any]] = []
    for row in rows.order_by("pgh_id"):
        if not told or told[-1]["state"] != State(row.state).label:
            user = row.pgh_context.metadata.get("user") if row.pgh_context else None
            told.append({"at": row.pgh_created_at, "state": State(row.state).label, "user": user})
    names = {one.pk: str(one) for one in User.objects.filter(pk__in=[one["user"] for one in told if one["user"]])}
    return [{**one, "by": names.get(one["user"], "")} for one in reversed(told)]
