"""Who keeps a pole's page: an editor invites colleagues, sends again, revokes; anyone may leave."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from poles import rights
from poles.enums import CoordinatorLevel
from poles.forms.team import InviteForm
from poles.models import Coordinator, Invitation
from poles.services import coordination


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who keeps the page; an editor invites colleagues."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=request.method == "POST")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            _require_few(request)
            coordination.invite(pole, email, form.cleaned_data["level"], request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            for text in error.messages:
                form.add_error("email", text)
        else:
            messages.success(request, f"Une invitation part à {email}.")
            return redirect("poles:space-team", pole.slug)
    context = {
        "pole": pole,
        "form": form,
        "people": pole.coordinators.select_related("user"),
        "invitations": pole.invitations.filter(accepted_at=None, revoked_at=None),
        "may_edit": rights.may_edit(request.user, pole),
    }
    return render(request, "space/team.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def invitation_action(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Send an invitation again, or revoke it."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    invitation = get_object_or_404(Invitation, pk=pk, pole=pole)
    actions: dict[str, tuple[Any, str]] = {
        "renvoyer": (coordination.resend, "L'invitation part de nouveau."),
        "annuler": (coordination.revoke, "L'invitation est annulée."),
    }
    if action not in actions:
        raise Http404
    act, done = actions[action]
    try:
        _require_few(request)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("poles:space-team", pole.slug)
    if act(invitation):
        messages.success(request, done)
    else:
        messages.warning(request, "Cette invitation n'est plus ouverte.")
    return redirect("poles:space-team", pole.slug)


@require_POST
@login_required
def colleague(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Let a colleague edit, or only read, or keep the page no longer."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    person = get_object_or_404(Coordinator.objects.select_related("user"), pk=pk, pole=pole)
    actions: dict[str, tuple[Any, str]] = {
        "modifier": (lambda: coordination.set_level(person, CoordinatorLevel.EDITOR), "peut modifier la page."),
        "lire": (
            lambda: coordination.set_level(person, CoordinatorLevel.READER),
            "peut lire cet espace, sans modifier la page.",
        ),
        "retirer": (lambda: coordination.remove(person), "ne tient plus cette page."),
    }
    if action not in actions:
        raise Http404
    act, done = actions[action]
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{person.user} {done}")
    if person.user_id == request.user.pk and action == "retirer":
        return redirect("poles:spaces")
    return redirect("poles:space-team", pole.slug)


@require_POST
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop keeping the page."""
    pole = rights.own_pole_or_404(request.user, slug)
    try:
        coordination.remove(get_object_or_404(Coordinator, pole=pole, user=request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("poles:space-team", pole.slug)
    messages.success(request, f"Vous ne tenez plus la page de {pole.name}.")
    return redirect("poles:spaces")


def _require_few(request: HttpRequest) -> None:
    """Raises ValidationError when one person sends too many letters."""
    if not ratelimit.consume(request, action="invite", user=request.user):
        raise ValidationError("Trop d'invitations en peu de temps : réessayez dans une heure.")
