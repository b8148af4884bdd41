"""Changes that a pole's editors make: published at once, or proposed to the cell; and what the cell decides.

Every function locks the pole before its proposals, so that two of them never wait for each other. A value is written only
over the one that it was based on: anything newer is told, never overwritten.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from poles import rights
from poles.enums import Decision, ProposalState
from poles.models import Pole, Proposal, ProposedChange
from poles.models.proposal import PENDING
from poles.services.changes import Wanted, apply, changes_of, require_possible, values_now
from poles.services.subjects import AT_ONCE_COLUMNS, SUBJECTS
from ptce_site import letters
from ptce_site.site_settings import site_name

# Published at once; every other subject goes through the cell, unless the pole publishes directly.
AT_ONCE = (*AT_ONCE_COLUMNS, "links", "picture", "places")


class Conflict(Exception):  # noqa: N818 (it is told to a person, who chooses)
    """Something newer than what a change was based on is there: `changes` are those concerned. Nothing was written."""

    def __init__(self, changes: Sequence[ProposedChange]) -> None:
        super().__init__()
        self.changes = changes


def is_reviewed(pole: Pole, subjects: Iterable[str]) -> bool:
    """Whether a change of these subjects goes through the cell."""
    return not pole.publishes_directly and not set(subjects) <= set(AT_ONCE)


def drafted(pole: Pole) -> dict[str, Any]:
    """The values that the pole's draft holds, by subject, rows apart; those of what was sent when there is no draft."""
    proposal = in_hand(pole)
    changes = proposal.changes.all() if proposal else ()
    return {change.subject: change.after for change in changes if change.subject in SUBJECTS}


def in_hand(pole: Pole) -> Proposal | None:
    """The pole's draft, else what waits for the cell or came back from it, else None."""
    found = pole.proposals.filter(state__in=(ProposalState.DRAFT, *PENDING)).select_related("author", "decided_by")
    return min(found, key=lambda one: one.state != ProposalState.DRAFT, default=None)


@transaction.atomic
def save(user: User, pole: Pole, wanted: Sequence[Wanted]) -> Proposal | None:
    """Do what an editor wants: publish, or keep in the pole's draft; the proposal that holds it, None when nothing changes.

    All of `wanted` is published, or none. Raises PermissionDenied, and ValidationError by subject.
    """
    rights.require_editor(user, pole)
    held = _lock(pole)
    if is_reviewed(held, (one.subject for one in wanted)):
        return _draft(user, held, wanted)
    return _publish(user, held, changes_of(held, wanted))


@transaction.atomic
def undo(user: User, pole: Pole, pk: int) -> Proposal | None:
    """Put back what a publication of this pole had changed. Raises Conflict when something newer is there."""
    rights.require_editor(user, pole)
    held = _lock(pole)
    done = held.proposals.filter(pk=pk, is_direct=True).first()
    if done is None:
        return None
    changes = list(done.changes.order_by("-pk"))
    if is_reviewed(held, (change.subject for change in changes)):
        raise ValidationError("Cela passe maintenant par la cellule : proposez-le.")
    there = values_now(held, changes)
    if all(value == change.before for change, value in zip(changes, there, strict=True)):
        return None  # undone already
    newer = [change for change, value in zip(changes, there, strict=True) if value != change.after]
    if newer:
        raise Conflict(newer)
    back = [
        ProposedChange(
            subject=change.subject,
            row=change.row if change.after is not None else None,  # a row that was taken away comes back as a new one
            before=change.after,
            after=change.before,
        )
        for change in changes
    ]
    return _publish(user, held, back)


@transaction.atomic
def drop(user: User, pole: Pole, change: int) -> None:
    """Take a change out of the draft; a draft of which nothing is left goes with it."""
    rights.require_editor(user, pole)
    draft = _draft_of(_lock(pole))
    if draft:
        draft.changes.filter(pk=change).delete()
        if not draft.changes.exists():
            draft.delete()


@transaction.atomic
def reopen(user: User, pole: Pole) -> Proposal | None:
    """The draft, made of what was sent when there is none yet, to be changed and sent again."""
    rights.require_editor(user, pole)
    return _open_draft(user, _lock(pole))


@transaction.atomic
def submit(user: User, pole: Pole, message: str = "") -> Proposal | None:
    """Send the draft to the cell; what was sent before it is superseded. None when there is no draft.

    Raises ValidationError by subject when the changes can no longer be made together.
    """
    rights.require_editor(user, pole)
    held = _lock(pole)
    draft = _draft_of(held)
    if draft is None:
        return None
    require_possible(held, draft.changes.all())
    for former in held.proposals.filter(state__in=PENDING):
        _move(former, ProposalState.SUPERSEDED)
    draft.author, draft.message, draft.submitted_at = user, message.strip()[:2000], timezone.now()
    _move(draft, ProposalState.SUBMITTED)
    return draft


@transaction.atomic
def withdraw(user: User, pole: Pole) -> bool:
    """Take back the draft if there is one, else what was sent; false when there is neither."""
    rights.require_editor(user, pole)
    held = _lock(pole)
    draft = _draft_of(held)
    taken = draft or held.proposals.filter(state__in=PENDING).first()
    if taken is None:
        return False
    _move(taken, ProposalState.WITHDRAWN)
    return True


@transaction.atomic
def decide(
    user: User,
    pk: int,
    *,
    accepted: Iterable[int],
    edits: dict[int, Any] | None = None,
    over: dict[int, Any] | None = None,
    reply: str = "",
) -> Proposal:
    """Accept these changes of a proposal and refuse the others, once; the proposal as it then is, whoever decided it.

    `edits` are values that the cell puts in the place of those asked; `over` are the newer values that it saw and
    writes over, by change. Raises PermissionDenied, Conflict, and ValidationError: by subject, or when a refusal has no reason.
    """
    proposal, held = _lock_proposal(user, pk)
    if proposal.state != ProposalState.SUBMITTED:
        return proposal
    chosen, over, edits = set(accepted), over or {}, edits or {}
    changes = list(proposal.changes.all())
    taken = [change for change in changes if change.pk in chosen]
    for change in taken:
        change.after = edits.get(change.pk, change.after)
    newer = [
        change
        for change, value in zip(taken, values_now(held, taken), strict=True)
        if value not in (change.before, change.after) and not (change.pk in over and over[change.pk] == value)
    ]
    if newer:
        raise Conflict(newer)
    if len(taken) < len(changes) and not reply.strip():
        raise ValidationError({"reply": "Dites pourquoi un changement est refusé."})
    apply(held, taken, of_staff=set(edits))
    for change in changes:
        change.decision = Decision.ACCEPTED if change.pk in chosen else Decision.REFUSED
        change.save(update_fields=["after", "row", "decision"])
    all_taken, none_taken = len(taken) == len(changes), not taken
    _settle(
        user,
        proposal,
        ProposalState.ACCEPTED if all_taken else ProposalState.REFUSED if none_taken else ProposalState.PARTLY_ACCEPTED,
        reply,
    )
    return proposal


@transaction.atomic
def send_back(user: User, pk: int, reply: str) -> Proposal:
    """Ask the pole to look again, saying why; the proposal as it then is. Raises PermissionDenied, ValidationError."""
    proposal, _ = _lock_proposal(user, pk)
    if proposal.state == ProposalState.SUBMITTED:
        if not reply.strip():
            raise ValidationError({"reply": "Dites ce qui est à revoir."})
        _settle(user, proposal, ProposalState.SENT_BACK, reply)
    return proposal


@transaction.atomic
def mark_seen(user: User, pk: int) -> None:
    """Note that the cell saw what a pole published. Raises PermissionDenied."""
    proposal, _ = _lock_proposal(user, pk)
    if proposal.is_direct and proposal.seen_at is None:
        proposal.seen_at = timezone.now()
        proposal.save(update_fields=["seen_at"])


def _lock(pole: Pole) -> Pole:
    return Pole.objects.select_for_update(of=("self",)).select_related("seat_commune").get(pk=pole.pk)


def _lock_proposal(user: User, pk: int) -> tuple[Proposal, Pole]:
    """For the cell: the proposal and its pole. Raises PermissionDenied, also for one that is not there."""
    pole = rights.poles_of_staff(user).filter(proposals=pk).first()
    if pole is None:
        raise PermissionDenied
    held = _lock(pole)
    return Proposal.objects.select_for_update(of=("self",)).select_related("author").get(pk=pk), held


def _publish(user: User, pole: Pole, changes: Sequence[ProposedChange]) -> Proposal | None:
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return None
    apply(pole, changes)
    for change, value in zip(changes, values_now(pole, changes), strict=True):
        change.after = value  # as it is kept, so that undoing knows it again
    now = timezone.now()
    proposal = Proposal.objects.create(
        pole=pole, author=user, state=ProposalState.ACCEPTED, is_direct=True, submitted_at=now, decided_at=now
    )
    for change in changes:
        change.proposal, change.decision = proposal, Decision.ACCEPTED
        change.save()
    return proposal


def _draft(user: User, pole: Pole, wanted: Sequence[Wanted]) -> Proposal | None:
    """Put changes into the pole's draft, and check that all of it can be made together."""
    draft = _open_draft(user, pole) or Proposal.objects.create(pole=pole, author=user)
    for one, change in zip(wanted, changes_of(pole, wanted), strict=True):
        same = draft.changes.filter(subject=one.subject)
        if one.change is not None:
            # By its value: the draft may be a copy of what was sent.
            asked = ProposedChange.objects.filter(pk=one.change, proposal__pole=pole).first()
            if asked:
                same.filter(row=None, after=asked.after).delete()
        elif one.row is not None or one.subject in SUBJECTS:
            same.filter(row=one.row).delete()
        if change.before != change.after:
            change.proposal = draft
            change.save()
    if not draft.changes.exists():
        draft.delete()
        return None
    require_possible(pole, draft.changes.all())
    return draft


def _draft_of(pole: Pole) -> Proposal | None:
    return pole.proposals.filter(state=ProposalState.DRAFT).first()


def _open_draft(user: User, pole: Pole) -> Proposal | None:
    """The pole's draft; when there is none, a copy of what the cell has in hand or sent back, if there is any."""
    draft = _draft_of(pole)
    sent = pole.proposals.filter(state__in=PENDING).first() if draft is None else None
    if sent:
        draft = Proposal.objects.create(pole=pole, author=user, message=sent.message)
        for change in sent.changes.all():
            change.pk, change.proposal = None, draft
            change._state.adding = True
            change.save()
    return draft


def _settle(user: User, proposal: Proposal, state: ProposalState, reply: str) -> None:
    """Note who decided and when, and write to the author."""
    proposal.decided_by, proposal.decided_at, proposal.reply = user, timezone.now(), reply.strip()[:2000]
    _move(proposal, state)
    if proposal.author and proposal.author.is_active:
        names = {
            "proposal": proposal,
            "pole": proposal.pole,
            "address": settings.SITE_URL + reverse("poles:space", args=[proposal.pole.slug]),
            "SITE_NAME": site_name(),
        }
        text = render_to_string("letters/decision.txt", names)
        letters.post(proposal.author.email, f"Votre proposition pour {proposal.pole.name}", text)


def _move(proposal: Proposal, state: ProposalState) -> None:
    """The database refuses a move that is not in TRANSITIONS."""
    proposal.state = state
    proposal.save()
