"""A pole's own space: its page as its editors see it, what is missing, and what they change. Nothing here is public."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from poles import rights
from poles.forms import SECTIONS, InviteForm
from poles.models import Coordinator, FieldOrigin, Invitation, Pole
from poles.services import coordination, provenance, publication

# What a visitor looks for first, and why.
WANTED = {
    "summary": ("presentation", "Un résumé : c'est ce qu'on lit dans la liste et sur la carte."),
    "description": ("presentation", "Une description : ce que fait le pôle, pour qui, avec qui."),
    "website": ("contact", "L'adresse de votre site."),
    "email": ("contact", "Une adresse électronique générique : sans elle, on ne peut pas vous écrire."),
    "phone": ("contact", "Un téléphone générique."),
}


@require_safe
@login_required
def spaces(request: HttpRequest) -> HttpResponse:
    """The poles whose page one keeps; straight to it when there is only one."""
    own = list(Coordinator.objects.filter(user=request.user.pk).select_related("pole").order_by("pole__sort_key"))  # type: ignore[misc]
    if len(own) == 1:
        return redirect("poles:space", own[0].pole.slug)
    return render(request, "space/spaces.html", {"own": own})


@require_safe
@login_required
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """What a pole's page shows, what it lacks, and when it was last confirmed."""
    pole = rights.own_pole_or_404(request.user, slug)
    missing = [(section, why) for name, (section, why) in WANTED.items() if not getattr(pole, name)]
    confirmation = FieldOrigin.objects.filter(pole=pole, field=provenance.PAGE).first()
    return render(
        request,
        "space/space.html",
        {
            "pole": pole,
            "missing": missing,
            "sections": [(name, title) for name, (title, _) in SECTIONS.items()],
            "confirmation": confirmation,
            "may_edit": rights.may_edit(request.user, pole),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change one part of the page; it is public as soon as it is saved."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    if name not in SECTIONS:
        raise Http404
    title, form_class = SECTIONS[name]
    if request.method != "POST":
        return _section_page(request, pole, title, form_class(instance=pole))
    with transaction.atomic():
        held = Pole.objects.select_for_update().get(pk=pole.pk)
        form = form_class(request.POST, instance=held)
        if form.is_valid():
            publication.publish(request.user, held, form.changed_data)  # type: ignore[arg-type]
            messages.success(request, "C'est publié." if form.changed_data else "Rien n'avait changé.")
            return redirect("poles:space", pole.slug)
    return _section_page(request, pole, title, form, status=422)


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """« Tout est exact »."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    publication.confirm(request.user, pole)  # type: ignore[arg-type]
    messages.success(request, "Merci : la page dit que le pôle l'a confirmée aujourd'hui.")
    return redirect("poles:space", pole.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who keeps the page; an editor invites colleagues."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=request.method == "POST")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
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
    if act(invitation):
        messages.success(request, done)
    else:
        messages.warning(request, "Cette invitation n'est plus ouverte.")
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


def _section_page(request: HttpRequest, pole: Pole, title: str, form: Any, status: int = 200) -> HttpResponse:
    return render(request, "space/section.html", {"pole": pole, "title": title, "form": form}, status=status)
