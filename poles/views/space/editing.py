"""A form of the space, from its opening to its sending: kept as typed, what it changes seen, what others wrote told."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from poles.models import KeptForm, Pole
from poles.services import kept_forms, proposals
from poles.services.changes import Wanted, changes_of, told
from poles.views.space.changes import THEIRS, save

# What the buttons of a form ask; anything else publishes.
KEEP, FORGET, LOOK = "garder", "oublier", "voir"


class Editing(ABC):
    """One form that one person has open. A kind of form says how it is made, what it wants, and what its page is."""

    template = ""

    def __init__(self, request: HttpRequest, pole: Pole, kept_as: str) -> None:
        self.request, self.pole, self.kept_as = request, pole, kept_as
        self.user: Any = request.user

    @abstractmethod
    def form(self, pole: Pole, data: Any = None, files: Any = None) -> Any:
        """The form on what `pole` says, or its draft."""

    def wanted(self, form: Any) -> list[Wanted]:
        """The changes that a valid form asks for."""
        return list(form.wanted())

    def names(self) -> dict[str, Any]:
        """What the page needs besides the form."""
        return {}

    def after(self, is_reviewed: bool) -> str:
        """Where one goes once it is published, or in the proposal."""
        return reverse("poles:space-proposal" if is_reviewed else "poles:space", args=[self.pole.slug])

    def respond(self) -> HttpResponse:
        """Show the form, or do what its button asks. Raises Http404 when what it is about is gone."""
        if self.request.method != "POST":
            return self._page(*self._as_left())
        action, _, field = self.request.POST.get("action", "").partition(":")
        if action in (KEEP, FORGET):
            return self._keep_or_forget(action)
        with transaction.atomic():
            held = Pole.objects.select_for_update(of=("self",)).select_related("seat_commune").get(pk=self.pole.pk)
            form = self.form(held, self.request.POST, self.request.FILES)
            if action == THEIRS:
                return self._with_theirs(form, field)
            if form.is_valid() and action == LOOK:
                return self._page(form, differences=told(changes_of(self.pole, self.wanted(form))))
            if form.is_valid() and save(self.request, self.pole, form, self.wanted(form)):
                kept_forms.forget(self.user, self.pole, self.kept_as)
                return redirect(self.after(proposals.is_reviewed(self.pole, form.subjects())))
        return self._page(form, status=422)

    def _as_left(self) -> tuple[Any, KeptForm | None]:
        """The form as it was kept, without what was wrong in it, else as the page is."""
        kept = kept_forms.find(self.user, self.pole, self.kept_as)
        form = self.form(self.pole, kept[1] if kept else None)
        if kept:
            form._errors = {}  # nobody asked to send it yet
        return form, kept[0] if kept else None

    def _keep_or_forget(self, action: str) -> HttpResponse:
        if action == FORGET:
            kept_forms.forget(self.user, self.pole, self.kept_as)
            messages.success(self.request, "Voici de nouveau la page telle qu'elle est.")
        elif not kept_forms.keep(self.user, self.pole, self.kept_as, self.request.POST):
            messages.error(self.request, "Ce texte est trop long pour être gardé.")
        elif self.request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=204)
        else:
            messages.success(self.request, "Votre saisie est gardée ; rien n'est publié.")
        return redirect(self.request.path)

    def _with_theirs(self, form: Any, field: str) -> HttpResponse:
        """What somebody else wrote meanwhile is kept: in its field, or as the whole of a value."""
        if field in form.fields and hasattr(form, "with_theirs"):
            return self._page(form.with_theirs(field))
        kept_forms.forget(self.user, self.pole, self.kept_as)
        messages.success(self.request, "Voici ce qui a été mis.")
        return redirect(self.request.path)

    def _page(self, form: Any, kept: KeptForm | None = None, status: int = 200, differences: Any = None) -> HttpResponse:
        names = {"pole": self.pole, "form": form, "kept": kept, "differences": differences, **self.names()}
        names["is_reviewed"] = proposals.is_reviewed(self.pole, form.subjects())
        return render(self.request, self.template, names, status=status)
