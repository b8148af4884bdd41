"""What visitors write to the cell, and what the cell makes of it."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from poles import rights
from poles.enums import ClaimState
from poles.models import Claim, Pole, Report
from poles.services import coordination
from ptce_site import letters

KEPT_DAYS = 365


@transaction.atomic
def claim(pole: Pole, *, name: str, function: str, email: str, proof: str) -> Claim:
    """Keep that somebody asks for the page of a pole; one who asked already and waits replaces what they wrote."""
    Pole.objects.select_for_update().get(pk=pole.pk)
    made, _ = Claim.objects.update_or_create(
        pole=pole, email=email.lower(), state=ClaimState.WAITING, defaults={"name": name, "function": function, "proof": proof}
    )
    return made


@transaction.atomic
def accept(user: User, pk: int, reply: str = "") -> Claim:
    """Invite the person to keep the page, once, and write them the reply if there is one; the claim as it then is, whoever
    decided it. Raises PermissionDenied."""
    held = _lock_claim(user, pk)
    if held.state == ClaimState.WAITING:
        _decide(user, held, ClaimState.ACCEPTED, reply.strip())
        coordination.let_in(held.pole, held.email, user)
        if held.reply:
            _write(held, "letters/claim_accepted.txt")
    return held


@transaction.atomic
def refuse(user: User, pk: int, reply: str) -> Claim:
    """Refuse, once, and write why. Raises PermissionDenied, ValidationError without a reason."""
    held = _lock_claim(user, pk)
    if held.state == ClaimState.WAITING:
        if not reply.strip():
            raise ValidationError({"reply": "Dites pourquoi : la personne reçoit votre réponse."})
        _decide(user, held, ClaimState.REFUSED, reply.strip())
        _write(held, "letters/claim_refused.txt")
    return held


@transaction.atomic
def settle(user: User, pk: int, note: str) -> Report:
    """Note what was made of a report. Raises PermissionDenied."""
    report = Report.objects.select_for_update(of=("self",)).select_related("pole").filter(pk=pk).first()
    if report is None or not rights.may_settle(user, report.pole):
        raise PermissionDenied
    if report.settled_at is None:
        report.settled_at, report.settled_by, report.note = timezone.now(), user, note.strip()
        report.save(update_fields=["settled_at", "settled_by", "note"])
    return report


@transaction.atomic
def erase_old() -> int:
    """Erase the addresses of reports older than KEPT_DAYS, and claims decided before that; how many rows were concerned."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    erased = Report.objects.filter(created_at__lt=before).exclude(email="").update(email="")
    deleted, _ = Claim.objects.filter(decided_at__lt=before).delete()
    return erased + deleted


def _lock_claim(user: User, pk: int) -> Claim:
    held = Claim.objects.select_for_update(of=("self",)).select_related("pole", "decided_by").filter(pk=pk).first()
    if held is None or not rights.may_review(user, held.pole):
        raise PermissionDenied
    return held


def _write(claim: Claim, template: str) -> None:
    letters.post(claim.email, f"Votre demande pour la page de {claim.pole.name}", render_to_string(template, {"claim": claim}))


def _decide(user: User, claim: Claim, state: ClaimState, reply: str) -> None:
    claim.state, claim.reply, claim.decided_at, claim.decided_by = state, reply, timezone.now(), user
    claim.save(update_fields=["state", "reply", "decided_at", "decided_by"])
