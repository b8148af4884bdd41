"""The first page of a pole's space: what its page lacks, what is in hand, what was published last."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from poles import history, rights
from poles.forms.rows import LISTS
from poles.forms.sections import SECTIONS
from poles.models import Coordinator, Pole
from poles.services import confirmation, coordination, proposals
from poles.services.changes import label_of

# What a visitor looks for first, and why: the field or the list of a pole, where it is changed, and the words.
WANTED = {
    "summary": ("presentation", "Un résumé : c'est ce qu'on lit dans la liste et sur la carte."),
    "description": ("presentation", "Une description : ce que fait le pôle, pour qui, avec qui."),
    "website": ("contact", "L'adresse de votre site."),
    "email": ("contact", "Une adresse électronique générique : sans elle, on ne peut pas vous écrire."),
    "phone": ("contact", "Un téléphone générique."),
    "seat_commune": ("siege", "La commune du siège : sans elle, le pôle n'est pas trouvé autour d'un lieu."),
    "legal_form": ("identite", "La forme juridique."),
    "founded_year": ("identite", "L'année de création."),
    "lead_organisation": ("porteuse", "La structure porteuse : qui engage le pôle."),
    "picture": ("image", "Une image : elle montre ce que vous faites."),
}
LATEST = 5
WANTED_ROWS = {
    "sector_links": ("secteurs", "Les secteurs : on cherche souvent par eux."),
    "memberships": ("membres", "Les membres : ce sont eux qui font le pôle."),
    "territory_links": ("territoire", "Le territoire d'action : il montre le pôle sur les pages de ces lieux."),
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
    """What a pole's page shows, what it lacks, and when it was last confirmed; of an address it had, where it is now."""
    try:
        pole = rights.own_pole_or_404(request.user, slug)
    except Http404:
        return redirect("poles:space", _moved_to(request.user, slug).slug)
    missing, invited = _missing_and_invited(pole)
    since = coordination.visit(request.user, pole) if request.method == "GET" else None  # type: ignore[arg-type]
    latest = pole.proposals.filter(is_direct=True).order_by("-decided_at", "-pk").prefetch_related("changes")[:LATEST]
    return render(
        request,
        "space/space.html",
        {
            "pole": pole,
            "missing": missing,
            "invited": invited,
            **_parts(pole),
            "elsewhere": [(reverse(name, args=[pole.slug]), words) for words, name in settings.SPACE_PARTS],
            "proposal": proposals.in_hand(pole),
            "latest": [(one, [label_of(change) for change in one.changes.all()]) for one in latest],
            "since": since,
            "news": history.since(pole, since) if since else [],
            "may_edit": rights.may_edit(request.user, pole),
        },
    )


def _moved_to(user: Any, slug: str) -> Pole:
    """The pole of one's own that had this address, or that the one of this address was merged into. Raises Http404."""
    for pole in Pole.objects.filter(Q(former_slugs__slug=slug) | Q(merged_from__slug=slug)):
        if pole.slug != slug and rights.may_read_space(user, pole):
            return pole
    raise Http404


@require_POST
@login_required
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """« Tout est exact »."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    confirmation.confirm(request.user, pole)  # type: ignore[arg-type]
    messages.success(request, "Merci : la page dit que le pôle l'a confirmée aujourd'hui.")
    return redirect("poles:space", pole.slug)


def _parts(pole: Pole) -> dict[str, list[tuple[str, str]]]:
    """Where each part of the page is changed, with its title: those published at once, those that the cell reviews, lists."""
    every: list[tuple[str, Any]] = [("poles:space-section", part) for part in SECTIONS.items()]
    every += [("poles:space-rows", part) for part in LISTS.items()]
    parts: dict[str, list[tuple[str, str]]] = {"at_once": [], "reviewed": [], "lists": []}
    for address, (name, part) in every:
        link = (reverse(address, args=[pole.slug, name]), part.title)
        parts["reviewed" if proposals.is_reviewed(pole, part.form.subjects()) else "at_once"].append(link)
        if name in LISTS:
            parts["lists"].append(link)
    parts["at_once"].append((reverse("poles:space-contacts", args=[pole.slug]), "Personnes à contacter"))
    return parts


def _missing_and_invited(pole: Pole) -> tuple[list[tuple[str, str]], int]:
    """What the page lacks; how many invitations are open."""
    missing = [where for name, where in WANTED.items() if getattr(pole, name) in (None, "")]
    rows = [Exists(getattr(pole, name).all()) for name in WANTED_ROWS]
    opened = Count("invitations", filter=Q(invitations__accepted_at=None, invitations__revoked_at=None))
    *held, invited = Pole.objects.filter(pk=pole.pk).annotate(opened=opened).values_list(*rows, "opened").get()
    return missing + [where for where, has_some in zip(WANTED_ROWS.values(), held, strict=True) if not has_some], invited
