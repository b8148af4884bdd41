"""Changing one part of a pole's page: kept as typed, seen before it is sent, then published or put into the proposal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from poles import rights
from poles.forms.sections import SECTIONS
from poles.models import KeptForm, Pole
from poles.services import kept_forms, proposals
from poles.services.changes import changes_of, told
from poles.views.space.changes import THEIRS, save

# What the buttons of a form ask; anything else publishes.
KEEP, FORGET, LOOK = "garder", "oublier", "voir"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change one part of the page. `action` may keep what is typed, forget it, or show what would change."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    if name not in SECTIONS:
        raise Http404
    part, user, action = SECTIONS[name], request.user, request.POST.get("action", "")
    if request.method != "POST":
        return _page(request, pole, name, *_as_left(request, pole, name))
    if action in (KEEP, FORGET):
        return _keep_or_forget(request, pole, name, action)
    with transaction.atomic():
        held = Pole.objects.select_for_update(of=("self",)).select_related("seat_commune").get(pk=pole.pk)
        form = part.form(held, proposals.drafted(held), request.POST, request.FILES)
        if action.split(":")[0] == THEIRS:
            return _with_theirs(request, pole, name, form, action.partition(":")[2])
        if form.is_valid() and action == LOOK:
            return _page(request, pole, name, form, differences=told(changes_of(pole, form.wanted())))
        if form.is_valid() and save(request, pole, form):
            kept_forms.forget(user, pole, name)  # type: ignore[arg-type]
            reviewed = proposals.is_reviewed(pole, part.form.subjects())
            return redirect("poles:space-proposal" if reviewed else "poles:space", pole.slug)
    return _page(request, pole, name, form, status=422)


def _as_left(request: HttpRequest, pole: Pole, name: str) -> tuple[Any, KeptForm | None]:
    """The form as it was kept, without what was wrong in it, else as the page is."""
    part = SECTIONS[name]
    kept = kept_forms.find(request.user, pole, name)  # type: ignore[arg-type]
    drafted = proposals.drafted(pole)
    if kept is None:
        return part.form(pole, drafted), None
    form = part.form(pole, drafted, kept[1])
    form._errors = {}  # nobody asked to send it yet
    return form, kept[0]


def _keep_or_forget(request: HttpRequest, pole: Pole, name: str, action: str) -> HttpResponse:
    user: Any = request.user
    if action == FORGET:
        kept_forms.forget(user, pole, name)
        messages.success(request, "Voici de nouveau la page telle qu'elle est.")
    elif not kept_forms.keep(user, pole, name, request.POST):
        messages.error(request, "Ce texte est trop long pour être gardé.")
    elif request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    else:
        messages.success(request, "Votre saisie est gardée ; rien n'est publié.")
    return redirect("poles:space-section", pole.slug, name)


def _with_theirs(request: HttpRequest, pole: Pole, name: str, form: Any, field: str) -> HttpResponse:
    """What somebody else wrote meanwhile is kept: in its field, or as the whole of a value."""
    if field in form.fields and hasattr(form, "with_theirs"):
        return _page(request, pole, name, form.with_theirs(field))
    kept_forms.forget(request.user, pole, name)  # type: ignore[arg-type]
    messages.success(request, "Voici ce qui a été mis.")
    return redirect("poles:space-section", pole.slug, name)


def _page(
    request: HttpRequest, pole: Pole, name: str, form: Any, kept: KeptForm | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    part = SECTIONS[name]
    names = {"pole": pole, "title": part.title, "form": form, "kept": kept, "differences": None, **context}
    names["is_reviewed"] = proposals.is_reviewed(pole, part.form.subjects())
    return render(request, "space/section.html", names, status=status)
