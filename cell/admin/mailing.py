"""Letters to the poles of a list, in the back office: written from the list, looked at, tried on oneself, sent, held."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from cell import rights
from cell.enums import MailingState
from cell.models import Mailing, Unsubscribed
from cell.services import mailings
from poles.admin.read_only import ReadOnlyAdmin
from poles.enums import Publication
from poles.models import Pole
from ptce_site.models import Letter
from ptce_site.record_form import RecordForm

CHANGED_BY_ANOTHER = (
    "Pendant que vous écriviez, quelqu'un a changé cette lettre : la voici comme elle est. « Garder et revoir » la remplace "
    "par ce que vous avez écrit, plus bas."
)

ACTIONS: dict[str, Callable[[Any, int], Mailing]] = {
    "envoyer": mailings.start,
    "pause": mailings.pause,
    "reprendre": mailings.start,
}


class MailingForm(RecordForm):
    """What is written; each field is sent with what was there when the page was opened.

    What somebody else changed since stays where this person changed nothing; else it is shown before it is replaced.
    """

    class Meta:
        model = Mailing
        fields = ("subject", "text", "is_general")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        theirs = [name for name in self.fields if self.instance.pk and self._opened_with(name) != self.initial[name]]
        if theirs:
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            for name in theirs:
                if name not in self.changed_data:
                    cleaned[name] = sent[name] = self.initial[name]
                sent[self.add_initial_prefix(name)] = self.initial[name]  # sent again, what is typed replaces it
            self.data = sent
            if {*theirs} & {*self.changed_data}:
                raise forms.ValidationError(CHANGED_BY_ANOTHER)
        return cleaned

    def _opened_with(self, name: str) -> Any:
        """What a field held when the page was opened, as it holds it now when it has not changed."""
        text = self.data.get(self.add_initial_prefix(name), "")
        held = self.initial[name]
        if isinstance(held, bool):
            return text == "True"
        return held if text.splitlines() == held.splitlines() else text


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    """The latest first; the national staff sees them all, the regional staff its own."""

    list_display = ("subject", "state", "told_filter", "written", "created_at", "by")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("subject",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mailing]:
        every: QuerySet[Mailing] = super().get_queryset(request)
        return every.filter(self.own(request)).annotate(letters_written=Count("letters"))

    def own(self, request: HttpRequest) -> Q:
        """Those that the person may see."""
        return Q() if rights.decides(request.user) else Q(by=request.user)

    @admin.display(description="courriels écrits", ordering="letters_written")
    def written(self, mailing: Any) -> int:
        count: int = mailing.letters_written
        return count

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.sees(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.sees(request.user)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Write to the poles of the list that the address filters; without filters, to all those that one looks after."""
        if not rights.sees(request.user):
            raise PermissionDenied
        poles, told = self._listed(request)
        if not poles.exists():
            messages.warning(request, "Cette liste n'a aucun pôle : il n'y a personne à qui écrire.")
            return redirect(f"{reverse('admin:poles_pole_changelist')}?{request.GET.urlencode()}")
        form = MailingForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            user: Any = request.user
            form.instance.told_filter = told[:500]
            held = mailings.draft(user, form.instance, poles)
            return redirect("admin:cell_mailing_change", held.pk)
        hidden = poles.exclude(publication=Publication.PUBLISHED).count()
        context = {
            **self._context(request), "title": "Écrire à ces pôles", "form": form, "total": poles.count(), "told": told,
            "hidden": hidden,
        }  # fmt: skip
        return TemplateResponse(request, "admin/cell/mailing_add.html", context, status=422 if form.errors else 200)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One letter, as the poles would read it; POST changes a draft, tries it, sends it, holds it."""
        if not rights.sees(request.user):
            raise PermissionDenied
        held: Mailing | None = self.get_object(request, object_id)  # type: ignore[assignment]
        if held is None:
            if not request.POST.get("text"):
                raise Http404
            messages.warning(request, f"Ce brouillon n'est plus là.{_written(request)}")
            return redirect("admin:cell_mailing_changelist")
        is_draft, is_sent = held.state == MailingState.DRAFT, request.method == "POST"
        if is_sent and is_draft and request.POST.get("action") == "supprimer":
            user: Any = request.user
            mailings.discard(user, held.pk)
            messages.success(request, f"Brouillon supprimé : {held}.")
            return redirect("admin:cell_mailing_changelist")
        form = MailingForm(request.POST if is_sent and is_draft else None, instance=held)
        if is_sent and (not is_draft or form.is_valid()):
            self._answer(request, held, form if is_draft else None)
            return redirect("admin:cell_mailing_change", held.pk)
        if form.errors:
            held = self.get_queryset(request).get(pk=held.pk)  # as it is, beside what was typed
        context = {
            **self._context(request),
            "title": held.subject,
            "held": held,
            "form": form if is_draft else None,
            "preview": mailings.preview(held),
            "progress": mailings.progress(held),
            "sees_letters": self.admin_site.get_model_admin(Letter).has_view_permission(request),
            "poles": held.poles.order_by("sort_key", "pk")[:100],
        }
        return TemplateResponse(request, "admin/cell/mailing.html", context, status=422 if is_sent else 200)

    def _answer(self, request: HttpRequest, held: Mailing, form: MailingForm | None) -> None:
        """Keep what is typed in a draft (the buttons stand in its form), then act: what was not seen does not leave."""
        action, is_changed = request.POST.get("action"), form is not None and form.has_changed()
        if form is None and action not in ACTIONS:
            messages.warning(request, f"Cette lettre n'est plus un brouillon : rien n'y a été changé.{_written(request)}")
        if form is not None and is_changed:
            held = form.save()
        if action == "garder" and form is not None:
            messages.success(request, "Brouillon gardé.")
        if action == "envoyer" and is_changed:
            messages.warning(request, "Rien n'est parti : relisez ce que vous venez de changer, puis envoyez.")
            return
        self._act(request, held)

    def _act(self, request: HttpRequest, held: Mailing) -> None:
        """What the button asks; what is refused is told."""
        user: Any = request.user
        action = request.POST.get("action", "")
        try:
            if action == "essayer":
                mailings.try_on_self(user, held)
                messages.success(request, f"Un essai part à {user}.")
            elif action in ACTIONS:
                done = ACTIONS[action](user, held.pk)
                messages.success(request, f"{done} : {done.get_state_display()}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))

    def _listed(self, request: HttpRequest) -> tuple[QuerySet[Pole], str]:
        """The poles of the list that the address filters, of those that one looks after, and its filters in words."""
        try:
            listed = self.admin_site.get_model_admin(Pole).get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        chosen = [
            f"{spec.title} : {choice['display']}"
            for spec in listed.filter_specs
            for number, choice in enumerate(spec.choices(listed))
            if choice.get("selected") and number
        ]
        told = ", ".join([*chosen, *([f"« {listed.query} »"] if listed.query else [])])
        return listed.queryset.filter(merged_into=None), told or "tous les pôles que vous suivez"

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}


def _written(request: HttpRequest) -> str:
    """What was typed, so that it is not lost with the page."""
    text = request.POST.get("text", "")
    return f" Ce que vous aviez écrit : {text}" if text else ""


class AskedOn(admin.DateFieldListFilter):
    """Its title is the name of no field: « Par le » says nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.title = "jour de la demande"


@admin.register(Unsubscribed)
class UnsubscribedAdmin(ReadOnlyAdmin):
    """Addresses that asked for no general information; one that asks to receive it again is taken away."""

    list_display = ("email", "at")
    list_filter = (("at", AskedOn),)
    search_fields = ("email",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.decides(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.decides(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.decides(request.user)
