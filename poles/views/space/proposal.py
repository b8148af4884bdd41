"""The proposal of a pole's editors: what it would change, sent, taken back; and what was published, undone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from poles import rights
from poles.enums import ProposalState
from poles.models.proposal import DECIDED, PENDING
from poles.services import proposals
from poles.services.changes import label_of, told


@require_safe
@login_required
def proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """What is in hand: each change before and after; and what became of the former ones."""
    pole = rights.own_pole_or_404(request.user, slug)
    held = proposals.in_hand(pole)
    names = {
        "pole": pole,
        "proposal": held,
        # What the cell has in hand, or sent back, while a draft is made of it.
        "sent": pole.proposals.filter(state__in=PENDING).first(),
        "is_draft": held is not None and held.state == ProposalState.DRAFT,
        "changes": told(held.changes.all()) if held else [],
        "former": pole.proposals.filter(is_direct=False, state__in=DECIDED).order_by("-decided_at")[:10],
        "may_edit": rights.may_edit(request.user, pole),
    }
    return render(request, "space/proposal.html", names)


@require_POST
@login_required
def proposal_action(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Send the draft, take a change out of it, take the whole back, or make a draft of what was sent."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    user: Any = request.user
    if action == "envoyer":
        _send(request, pole)
    elif action == "retirer":
        if proposals.withdraw(user, pole):
            messages.success(request, "La proposition est retirée.")
    elif action == "reprendre":
        proposals.reopen(user, pole)
    elif action == "oter":
        proposals.drop(user, pole, _number(request.POST.get("changement", "")))
        messages.success(request, "Ce changement n'est plus dans la proposition.")
    else:
        raise Http404
    return redirect("poles:space-proposal", pole.slug)


@require_POST
@login_required
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put back what a publication had changed."""
    pole = rights.own_pole_or_404(request.user, slug, to_edit=True)
    try:
        done = proposals.undo(request.user, pole, pk)  # type: ignore[arg-type]
    except proposals.Conflict as conflict:
        labels = ", ".join(label_of(change) for change in conflict.changes)
        messages.error(request, f"Quelqu'un a changé depuis : {labels}. Rien n'est annulé ; corrigez-le directement.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "C'est annulé : la page est comme avant." if done else "Il n'y avait plus rien à annuler.")
    return redirect("poles:space", pole.slug)


def _send(request: HttpRequest, pole: Any) -> None:
    try:
        sent = proposals.submit(request.user, pole, request.POST.get("message", "").replace("\0", ""))  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        done = "Votre proposition est envoyée : la cellule vous répondra par courriel."
        messages.success(request, done if sent else "Il n'y avait rien à envoyer.")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
