"""Changes that a pole's editors make: published at once, or proposed to the cell; and what the cell decides.

Every function locks the pole before its proposals, so that two of them never wait for each other. A value is written only
over the one that it was based on: anything newer is told, never overwritten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from poles import rights
from poles.enums import Decision, OriginKind, ProposalState
from poles.models import Pole, Proposal, ProposedChange
from poles.models.proposal import PENDING
from poles.services import provenance, row_subjects
from poles.services.names import Names
from poles.services.row_subjects import ROW_SUBJECTS, RowSubject
from poles.services.subjects import AT_ONCE_COLUMNS, SUBJECTS, Subject
from ptce_site import letters
from ptce_site.clock import today

# Published at once; every other subject goes through the cell, unless the pole publishes directly.
AT_ONCE = (*AT_ONCE_COLUMNS, "links", "picture", "places")


class Conflict(Exception):  # noqa: N818 (it is told to a person, who chooses)
    """Something newer than what a change was based on is there: `changes` are those concerned. Nothing was written."""

    def __init__(self, changes: Sequence[ProposedChange]) -> None:
        super().__init__()
        self.changes = changes


@dataclass
class Wanted:
    """A change that somebody wants: the value of a subject, or of one row; `change` is that of the draft to replace."""

    subject: str
    after: Any
    row: int | None = None
    change: int | None = None


def values_now(pole: Pole, changes: Iterable[ProposedChange]) -> list[Any]:
    """The value that the pole has for each thing that is changed; its lists are read once, however many rows change."""
    changes = list(changes)
    rows = {name: row_subjects.every(name, pole) for name in {one.subject for one in changes if one.subject in ROW_SUBJECTS}}
    return [
        rows[one.subject].get(one.row) if one.subject in rows else SUBJECTS[one.subject].read(pole)  # type: ignore[arg-type]
        for one in changes
    ]


def words(subject: str, value: Any, names: Names) -> str:
    """A value of a subject, of a row or not, to a person; empty for none."""
    return "" if value is None else _subject(subject).words(value, names)


def label_of(change: ProposedChange) -> str:
    """What is changed, as a person calls it."""
    if change.subject in SUBJECTS:
        return SUBJECTS[change.subject].label
    label = ROW_SUBJECTS[change.subject].label
    return f"ajout, {label}" if change.before is None else f"retrait, {label}" if change.after is None else label


def drafted(pole: Pole) -> dict[str, Any]:
    """The values that the pole's draft holds, by subject, rows apart; those of what was sent when there is no draft."""
    proposal = in_hand(pole)
    changes = proposal.changes.all() if proposal else ()
    return {change.subject: change.after for change in changes if change.subject in SUBJECTS}


def in_hand(pole: Pole) -> Proposal | None:
    """The pole's draft, else what waits for the cell or came back from it, else None."""
    found = pole.proposals.filter(state__in=(ProposalState.DRAFT, *PENDING)).select_related("author", "decided_by")
    return min(found, key=lambda one: one.state != ProposalState.DRAFT, default=None)


def save(user: User, pole: Pole, wanted: Sequence[Wanted]) -> Proposal | None:
    """Do what an editor wants: publish, or keep in the pole's draft; the proposal that holds it, None when nothing changes.

    All of `wanted` is published, or none. Raises PermissionDenied, and ValidationError by subject.
    """
    direct = all(one.subject in AT_ONCE for one in wanted)
    with transaction.atomic():
        rights.require_editor(user, pole)
        held = _lock(pole)
        if direct or held.publishes_directly:
            return _publish(user, held, _changes(held, wanted))
        return _draft(user, held, wanted)


@transaction.atomic
def undo(user: User, pole: Pole, pk: int) -> Proposal | None:
    """Put back what a publication of this pole had changed. Raises Conflict when something newer is there."""
    rights.require_editor(user, pole)
    held = _lock(pole)
    done = held.proposals.filter(pk=pk, is_direct=True).first()
    if done is None:
        return None
    changes = list(done.changes.order_by("-pk"))
    if not held.publishes_directly and any(change.subject not in AT_ONCE for change in changes):
        raise ValidationError("Cela passe maintenant par la cellule : proposez-le.")
    there = values_now(held, changes)
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
    draft = _open_draft(user, _lock(pole), copy=False)
    if draft:
        draft.changes.filter(pk=change).delete()
        if not draft.changes.exists():
            draft.delete()


@transaction.atomic
def reopen(user: User, pole: Pole) -> Proposal | None:
    """The draft, made of what was sent when there is none yet, to be changed and sent again."""
    rights.require_editor(user, pole)
    return _open_draft(user, _lock(pole), copy=True)


@transaction.atomic
def submit(user: User, pole: Pole, message: str = "") -> Proposal | None:
    """Send the draft to the cell; what was sent before it is superseded. None when there is no draft.

    Raises ValidationError by subject when the changes can no longer be made together.
    """
    rights.require_editor(user, pole)
    held = _lock(pole)
    draft = held.proposals.filter(state=ProposalState.DRAFT).first()
    if draft is None:
        return None
    _try(held, draft.changes.all())
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
    draft = held.proposals.filter(state=ProposalState.DRAFT).first()
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
    over: Iterable[int] = (),
    reply: str = "",
) -> Proposal:
    """Accept these changes of a proposal and refuse the others, once; the proposal as it then is, whoever decided it.

    `edits` are values that the cell puts in the place of those asked; `over` are changes to write although something newer
    is there. Raises PermissionDenied, Conflict, and ValidationError: by subject, or when a refusal has no reason.
    """
    proposal, held = _lock_proposal(user, pk)
    if proposal.state != ProposalState.SUBMITTED:
        return proposal
    chosen, overwritten, edits = set(accepted), set(over), edits or {}
    changes = list(proposal.changes.all())
    taken = [change for change in changes if change.pk in chosen]
    for change in taken:
        change.after = edits.get(change.pk, change.after)
    newer = [
        change
        for change, value in zip(taken, values_now(held, taken), strict=True)
        if change.pk not in overwritten and value not in (change.before, change.after)
    ]
    if newer:
        raise Conflict(newer)
    if len(taken) < len(changes) and not reply.strip():
        raise ValidationError({"reply": "Dites pourquoi un changement est refusé."})
    _apply(held, taken)
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


def _subject(name: str) -> Subject | RowSubject:
    return SUBJECTS[name] if name in SUBJECTS else ROW_SUBJECTS[name]


def _lock(pole: Pole) -> Pole:
    return Pole.objects.select_for_update(of=("self",)).select_related("seat_commune").get(pk=pole.pk)


def _lock_proposal(user: User, pk: int) -> tuple[Proposal, Pole]:
    """For the cell: the proposal and its pole. Raises PermissionDenied, also for one that is not there."""
    pole = rights.poles_of_staff(user).filter(proposals=pk).first()
    if pole is None:
        raise PermissionDenied
    held = _lock(pole)
    return Proposal.objects.select_for_update(of=("self",)).select_related("author").get(pk=pk), held


def _changes(pole: Pole, wanted: Sequence[Wanted]) -> list[ProposedChange]:
    changes = [ProposedChange(subject=one.subject, row=one.row, after=one.after) for one in wanted]
    for change, value in zip(changes, values_now(pole, changes), strict=True):
        change.before = value
    return changes


def _publish(user: User, pole: Pole, changes: Sequence[ProposedChange]) -> Proposal | None:
    changes = [change for change in changes if change.before != change.after]
    if not changes:
        return None
    _apply(pole, changes)
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
    draft = _open_draft(user, pole, copy=True) or Proposal.objects.create(pole=pole, author=user)
    for one, change in zip(wanted, _changes(pole, wanted), strict=True):
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
    _try(pole, draft.changes.all())
    return draft


def _open_draft(user: User, pole: Pole, *, copy: bool) -> Proposal | None:
    """The pole's draft; when there is none, a copy (`copy`) of what the cell has in hand or sent back."""
    draft = pole.proposals.filter(state=ProposalState.DRAFT).first()
    sent = pole.proposals.filter(state__in=PENDING).first() if copy and draft is None else None
    if sent:
        draft = Proposal.objects.create(pole=pole, author=user, message=sent.message)
        for change in sent.changes.all():
            change.pk, change.proposal = None, draft
            change._state.adding = True
            change.save()
    return draft


def _try(pole: Pole, changes: Iterable[ProposedChange]) -> None:
    """Make the changes, then undo them: what the database would refuse is known before it is asked of anybody."""
    with transaction.atomic():
        _apply(Pole.objects.get(pk=pole.pk), list(changes), record=False)
        transaction.set_rollback(True)


def _apply(pole: Pole, changes: Sequence[ProposedChange], *, record: bool = True) -> None:
    """Write the values of `changes`, each told to come from the pole, today. Raises ValidationError by subject."""
    columns = [change for change in changes if change.subject in SUBJECTS and SUBJECTS[change.subject].columns]
    _apply_columns(pole, columns)
    for change in changes:
        if change not in columns:
            _named(change.subject, _apply_rows, pole, change)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    if record:
        origins = {origin for change in changes for origin in _subject(change.subject).origins}
        provenance.record(pole, origins, provenance.Origin(OriginKind.POLE, today()))


def _apply_columns(pole: Pole, changes: Sequence[ProposedChange]) -> None:
    if not changes:
        return
    written: list[str] = []
    for change in changes:
        _named(change.subject, SUBJECTS[change.subject].write, pole, change.after)
        written += SUBJECTS[change.subject].columns
    try:
        pole.full_clean(exclude=["number"])
    except ValidationError as error:
        of_column = {column: change.subject for change in changes for column in SUBJECTS[change.subject].columns}
        by_subject: dict[str, list[str]] = {}
        for column, messages in error.message_dict.items():
            by_subject.setdefault(of_column.get(column, changes[0].subject), []).extend(messages)
        raise ValidationError(by_subject) from error  # type: ignore[arg-type]
    pole.save(update_fields=written)


def _apply_rows(pole: Pole, change: ProposedChange) -> None:
    if change.subject in ROW_SUBJECTS:
        change.row = row_subjects.write(change.subject, pole, change.row, change.after) or change.row
    else:
        SUBJECTS[change.subject].write(pole, change.after)


def _named(subject: str, act: Any, *arguments: Any) -> None:
    """Do it, and tell what is wrong under the name of the subject."""
    try:
        act(*arguments)
    except ValidationError as error:
        raise ValidationError({subject: error.messages}) from error


def _settle(user: User, proposal: Proposal, state: ProposalState, reply: str) -> None:
    """Note who decided and when, and write to the author."""
    proposal.decided_by, proposal.decided_at, proposal.reply = user, timezone.now(), reply.strip()[:2000]
    _move(proposal, state)
    if proposal.author and proposal.author.is_active:
        names = {
            "proposal": proposal,
            "pole": proposal.pole,
            "address": settings.SITE_URL + reverse("poles:space", args=[proposal.pole.slug]),
            "SITE_NAME": settings.SITE_NAME,
        }
        text = render_to_string("letters/decision.txt", names)
        letters.post(proposal.author.email, f"Votre proposition pour {proposal.pole.name}", text)


def _move(proposal: Proposal, state: ProposalState) -> None:
    """The database refuses a move that is not in TRANSITIONS."""
    proposal.state = state
    proposal.save()
