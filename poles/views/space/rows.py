"""The lists of a pole: members, collectivités that support it, places. One row at a time, or many names pasted at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from poles import rights
from poles.forms.paste import ChooseForm, PasteForm
from poles.forms.rows import LISTS, RowList
from poles.models import Pole, ProposedChange
from poles.services import proposals, row_subjects
from poles.services.changes import Wanted, words
from poles.services.names import Names
from poles.views.space.changes import save
from poles.views.space.editing import Editing

MEMBERS = "membres"


@require_safe
@login_required
def rows(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The rows that the page shows, with what is proposed for each, and those proposed."""
    pole = rights.own_pole_or_404(request.user, slug)
    listed = _list_or_404(name)
    subject = listed.form.subject
    changes = _changes(pole, listed)
    by_row = {change.row: change for change in changes if change.row}
    values = row_subjects.every(subject, pole)
    known = Names([*values.values(), *(change.after for change in changes)])
    there = [(pk, words(subject, value, known), by_row.get(pk)) for pk, value in values.items()]
    new = [(change.pk, words(subject, change.after, known)) for change in changes if change.row is None]
    names = {"pole": pole, "name": name, "listed": listed, "rows": there, "new": new, "is_pasted": name == MEMBERS}
    names["is_reviewed"] = proposals.is_reviewed(pole, listed.form.subjects())
    return render(request, "space/rows.html", {**names, "may_edit": rights.may_edit(request.user, pole)})


class RowEditing(Editing):
    """A row of a list: a new one, one of the page (`pk`), or one that is only proposed (`change`)."""

    template = "space/row.html"

    def __init__(self, request: HttpRequest, pole: Pole, name: str, pk: int | None, change: int | None) -> None:
        super().__init__(request, pole, f"{name}:{f'propose-{change}' if change else pk or 'nouveau'}")
        self.name, self.listed, self.pk, self.change = name, _list_or_404(name), pk, change

    def form(self, pole: Pole, data: Any = None, files: Any = None) -> Any:
        return self.listed.form(_value(pole, self.listed, self.pk, self.change), data)

    def wanted(self, form: Any) -> list[Wanted]:
        # Unchanged it is sent too: the draft may hold that the row is to be taken away.
        subject = self.listed.form.subject
        return [] if form.leaves_what_is_newer else [Wanted(subject, form.value(), row=self.pk, change=self.change)]

    def names(self) -> dict[str, Any]:
        return {"name": self.name, "listed": self.listed, "is_new": self.pk is None and self.change is None}

    def after(self, is_reviewed: bool) -> str:
        return reverse("poles:space-rows", args=[self.pole.slug, self.name])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row(request: HttpRequest, slug: str, name: str, pk: int | None = None, change: int | None = None) -> HttpResponse:
    """Add a row, change one of the page (`pk`), or one that is only proposed (`change`)."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    return RowEditing(request, pole, name, pk, change).respond()


@require_POST
@login_required
def remove_row(request: HttpRequest, slug: str, name: str, pk: int) -> HttpResponse:
    """Take a row away from the page, or propose it."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    listed = _list_or_404(name)
    _value(pole, listed, pk, None)
    try:
        done = proposals.save(request.user, pole, [Wanted(listed.form.subject, None, row=pk)])  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = "Son retrait est dans votre proposition." if done and not done.is_direct else "C'est retiré de la page."
        messages.success(request, said)
    return redirect("poles:space-rows", pole.slug, name)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def paste(request: HttpRequest, slug: str) -> HttpResponse:
    """Many members at once: names are pasted, then matched with the organisations that are known."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    form: Any = PasteForm(request.POST or None)
    is_chosen = request.POST.get("action") == "ajouter"
    if request.method == "POST" and form.is_valid():
        form = ChooseForm(pole, form.cleaned_data["names"], request.POST if is_chosen else None)
        if is_chosen and form.is_valid() and save(request, pole, form):
            return redirect("poles:space-rows", pole.slug, MEMBERS)
    names = {"pole": pole, "form": form, "is_choice": isinstance(form, ChooseForm)}
    return render(request, "space/paste.html", names, status=422 if form.errors else 200)


def _list_or_404(name: str) -> RowList:
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def _changes(pole: Pole, listed: RowList) -> list[ProposedChange]:
    proposal = proposals.in_hand(pole)
    return list(proposal.changes.filter(subject=listed.form.subject)) if proposal else []


def _value(pole: Pole, listed: RowList, pk: int | None, change: int | None) -> Any:
    """The row as the draft has it, else as the page; None for a new one. Raises Http404 when there is no such row."""
    if pk is None and change is None:
        return None
    changes = _changes(pole, listed)
    drafted = next((one for one in changes if (one.row == pk if pk else (one.row, one.pk) == (None, change))), None)
    if drafted is not None and drafted.after is not None:
        return drafted.after
    there = row_subjects.read(listed.form.subject, pole, pk)
    if there is None:
        raise Http404
    return there
