"""Writing to the poles of a list: by steps, each address once, held at any moment.

A step is one transaction: it locks the mailing, writes the letters of the next addresses, notes them, asks for the next step.
A worker killed in the middle has written nothing; two workers wait for each other.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from cell import rights
from cell.enums import MailingState
from cell.models import Mailing, MailingLetter, Unsubscribed
from poles.enums import CoordinatorLevel
from poles.models import Coordinator, Pole
from poles.rights import poles_of_staff
from ptce_site import letters
from ptce_site.models import LetterState

STEP = "cell.mailing_step"
ADDRESSES_A_STEP = 50
KEPT = datetime.timedelta(days=365)
State = MailingState


@dataclass(frozen=True)
class Progress:
    """Of the poles of a mailing, and of the addresses that they have; once it is over, of those that were written to."""

    poles: int
    without_address: tuple[Pole, ...]
    """Those that nobody can be written to for."""
    addresses: int
    unsubscribed: int
    written: int
    to_write: int
    failed: int = 0
    """Written, and refused since or doubtful."""


@transaction.atomic
def draft(user: User, mailing: Mailing, poles: QuerySet[Pole]) -> Mailing:
    """Keep a letter with the poles that it is to. Raises PermissionDenied, ValidationError."""
    allowed = poles_of_staff(user)
    if not rights.sees(user):
        raise PermissionDenied
    mailing.by = user
    mailing.full_clean()
    mailing.save()
    mailing.poles.set(allowed.filter(pk__in=poles.values("pk"), merged_into=None))
    return mailing


def addresses(mailing: Mailing) -> dict[str, list[Pole]]:
    """Each address to write to, with its poles: those who keep the page, else the pole's own address."""
    of_pole: dict[int, set[str]] = {}
    editors = Coordinator.objects.filter(pole__in=_poles(mailing), level=CoordinatorLevel.EDITOR, user__is_active=True)
    for pk, email in editors.values_list("pole", "user__email"):
        of_pole.setdefault(pk, set()).add(email.lower())
    found: dict[str, list[Pole]] = {}
    for pole in _poles(mailing).order_by("sort_key", "pk"):
        for email in sorted(of_pole.get(pole.pk) or ({pole.email.lower()} if pole.email else set())):
            found.setdefault(email, []).append(pole)
    return found


def waiting(mailing: Mailing) -> dict[str, list[Pole]]:
    """Those of them that are still to be written to."""
    every = addresses(mailing)
    done = _written(mailing) | _refusing(mailing, every)
    return {email: poles for email, poles in every.items() if email not in done}


def progress(mailing: Mailing) -> Progress:
    """The figures of the page."""
    failed = Count("pk", filter=Q(letter__state__in=(LetterState.FAILED, LetterState.DOUBTFUL)))
    letters_written = mailing.letters.aggregate(written=Count("pk"), failed=failed)
    written = letters_written["written"]
    if mailing.state == State.OVER:  # what has become of addresses since is not its report
        missed, of = tuple(Pole.objects.filter(pk__in=mailing.missed).order_by("sort_key", "pk")), mailing.poles.count()
        return Progress(of, missed, written + mailing.refusing, mailing.refusing, written, 0, letters_written["failed"])
    every = addresses(mailing)
    reached = {pole.pk for poles in every.values() for pole in poles}
    refusing, without = _refusing(mailing, every), _poles(mailing).exclude(pk__in=reached).order_by("sort_key", "pk")
    left = set(every) - _written(mailing) - refusing
    return Progress(
        len(reached) + len(without), tuple(without), len(every), len(refusing), written, len(left), letters_written["failed"]
    )


def try_on_self(user: User, mailing: Mailing) -> None:
    """The letter as its first address would read it, to oneself. Raises PermissionDenied."""
    if not may_see(user, mailing):
        raise PermissionDenied
    letters.post(user.email, f"[essai] {mailing.subject}", *_forms(mailing, _first_names(mailing), None))


def preview(mailing: Mailing) -> str:
    """The letter as HTML, already safe, as its first address would read it; what stands under it leads nowhere."""
    return _forms(mailing, _first_names(mailing), None)[1]


@transaction.atomic
def discard(user: User, pk: int) -> None:
    """Forget a draft. Raises PermissionDenied; what was sent stays."""
    held = _hold(user, pk)
    if held.state == State.DRAFT:
        held.delete()


@transaction.atomic
def start(user: User, pk: int) -> Mailing:
    """Send; once. From a pause, go on. Raises PermissionDenied, ValidationError."""
    held = _hold(user, pk)
    if held.state in (State.DRAFT, State.PAUSED):
        if held.state == State.DRAFT and not waiting(held):
            raise ValidationError("Personne à qui écrire : aucun de ces pôles n'a d'adresse connue.")
        _move(held, State.RUNNING)
        app.configure_task(STEP).defer(pk=held.pk)
    return held


@transaction.atomic
def pause(user: User, pk: int) -> Mailing:
    """Write no more letters; those that are written leave. Raises PermissionDenied."""
    held = _hold(user, pk)
    if held.state == State.RUNNING:
        _move(held, State.PAUSED)
    return held


@transaction.atomic
def step(pk: int) -> int:
    """Write to the next addresses and ask for the next step; how many addresses: 0 when held or over."""
    held = Mailing.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if held is None or held.state != State.RUNNING:
        return 0
    left = list(waiting(held).items())
    for email, poles in left[:ADDRESSES_A_STEP]:
        key = uuid.uuid4()
        forms = _forms(held, [pole.name for pole in poles], key)
        letter = letters.post(email, held.subject, *forms, unsubscribe=_link(held, key))
        MailingLetter.objects.create(mailing=held, email=email, key=key, letter=letter)
    if len(left) > ADDRESSES_A_STEP:
        app.configure_task(STEP).defer(pk=held.pk)
    else:
        done = progress(held)
        held.missed, held.refusing = [pole.pk for pole in done.without_address], done.unsubscribed
        held.save(update_fields=["missed", "refusing"])
        _move(held, State.OVER)
    return len(left[:ADDRESSES_A_STEP])


@transaction.atomic
def unsubscribe(key: uuid.UUID) -> bool:
    """Write no more general information to the address that received this letter; false for a key that is none, any more."""
    row = MailingLetter.objects.exclude(email="").filter(key=key).first()
    if row:
        Unsubscribed.objects.get_or_create(email=row.email)
    return row is not None


def erase_old() -> int:
    """To which addresses a mailing went is not kept for longer than it serves; how many."""
    return MailingLetter.objects.filter(written_at__lt=timezone.now() - KEPT).exclude(email="").update(email="")


def may_see(user: User, mailing: Mailing) -> bool:
    """Who wrote it, as long as they look after poles, and the national staff."""
    return rights.decides(user) or (rights.sees(user) and mailing.by_id == user.pk)


def _poles(mailing: Mailing) -> QuerySet[Pole]:
    """Those it is to: one that was found since to be another is written to as that other, if it is in the list."""
    return mailing.poles.filter(merged_into=None)


def _written(mailing: Mailing) -> set[str]:
    return set(mailing.letters.exclude(email="").values_list("email", flat=True))


def _refusing(mailing: Mailing, emails: Iterable[str]) -> set[str]:
    """Those that asked for no general information, when the mailing is one."""
    asked = Unsubscribed.objects.filter(email__in=list(emails)) if mailing.is_general else Unsubscribed.objects.none()
    return set(asked.values_list("email", flat=True))


def _first_names(mailing: Mailing) -> list[str]:
    """The names of the poles of the first address, to show the letter as it is read there; of the first pole without any."""
    first = next(iter(addresses(mailing).values()), None) or _poles(mailing).order_by("sort_key", "pk")[:1]
    return [pole.name for pole in first]


def _forms(mailing: Mailing, names: list[str], key: uuid.UUID | None) -> tuple[str, str]:
    """The letter as plain text and as HTML."""
    context = {"mailing": mailing, "names": names, "link": _link(mailing, key)}
    return render_to_string("letters/mailing.txt", context), render_to_string("letters/mailing.html", context)


def _link(mailing: Mailing, key: uuid.UUID | None) -> str:
    """Where one asks for no more general information; empty of a letter that is not one, or of a trial."""
    return settings.SITE_URL + reverse("cell:unsubscribe", args=[key]) if key and mailing.is_general else ""


def _hold(user: User, pk: int) -> Mailing:
    held = Mailing.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if held is None or not may_see(user, held):
        raise PermissionDenied
    return held


def _move(mailing: Mailing, state: MailingState) -> None:
    mailing.state = state
    mailing.save(update_fields=["state"])
