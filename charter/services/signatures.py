"""What becomes of a signature: sent, asked for more, registered, declined, withdrawn, renewed.

Every function locks the pole before its signatures, so that two of them never wait for each other.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from psycopg.types.range import DateRange

from accounts.models import User
from charter import rights
from charter.enums import SignatureState
from charter.models import CharterVersion, Signature
from charter.models.signature import PENDING, PUBLIC
from charter.services.recognitions import project
from poles.enums import EndPrecision, Publication, StartPrecision
from poles.models import Pole
from poles.services import slugs
from ptce_site import letters
from ptce_site.clock import today
from ptce_site.refusals import sentence
from ptce_site.site_settings import site_name

State = SignatureState
CONTRADICTS = "Cette signature contredit ce qui est déjà enregistré."
ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def send(signature: Signature) -> Signature:
    """Keep a signature that its signatory has confirmed: to be looked at. One that is there was to be completed.

    Raises ValidationError when there is one already, or when it was decided meanwhile.
    """
    _lock(signature.pole_id)
    if signature.pk and Signature.objects.select_for_update().get(pk=signature.pk).state != State.INCOMPLETE:
        raise ValidationError("Cette signature a été décidée entre-temps : elle n'attend plus rien de vous.")
    signature.state, signature.sent_at, signature.reply = State.SENT, timezone.now(), ""
    _save(signature)
    return signature


@transaction.atomic
def register(user: User, pk: int, pole: Pole | None = None) -> Signature:
    """Put a signature in the register from today on, for `pole`, else for a new unpublished one; what it renews ends.

    Once: the signature as it then is, whoever decided. Raises PermissionDenied, ValidationError.
    """
    held = _hold(user, pk, pole)
    if held.state != State.SENT:
        return held
    held.pole = held.pole or pole or _new_pole(held)
    held.period, held.start_precision, held.end_precision = (
        DateRange(today(), None, "[)"),
        StartPrecision.DAY,
        EndPrecision.OPEN,
    )
    _settle(user, held, State.REGISTERED)
    _end_those_before(held, Signature.objects.filter(pole=held.pole, state__in=PUBLIC))
    project([held.pole.pk])
    _write(held, "registered", f"La signature de {held.name} est enregistrée")
    return held


@transaction.atomic
def ask_for_more(user: User, pk: int, reply: str, address: str) -> Signature:
    """Ask the signatory for what lacks, at `address`, where they complete it; again if they did not.

    Raises PermissionDenied, ValidationError.
    """
    held = _hold(user, pk)
    if held.is_pending:
        held.reply = reply.strip()
        _settle(user, held, State.INCOMPLETE)
        _write(held, "incomplete", f"La signature de {held.name} est à compléter", address=address)
    return held


@transaction.atomic
def decline(user: User, pk: int, reply: str) -> Signature:
    """Decline a signature, and write why. Raises PermissionDenied, ValidationError without a reason."""
    held = _hold(user, pk)
    if held.is_pending:
        held.reply = reply.strip()
        _settle(user, held, State.DECLINED)
        _write(held, "declined", f"La signature de {held.name} n'est pas enregistrée")
    return held


@transaction.atomic
def withdraw(user: User, pk: int, reason: str, day: datetime.date | None = None) -> Signature:
    """End a signature in force, for a reason that everyone reads. Raises PermissionDenied, ValidationError."""
    held = _hold(user, pk)
    if held.state == State.REGISTERED:
        held.end_reason = reason.strip()
        _end(held, State.WITHDRAWN, day or today())
        held.decided_by, held.decided_at = user, timezone.now()
        _save(held)
        project([held.pole.pk])  # type: ignore[union-attr]
        _write(held, "withdrawn", f"La signature de {held.name} est retirée")
    return held


@dataclass
class Signed:
    """A pole that is locked until the transaction ends, and its signatures of the register."""

    pole: Pole
    signatures: list[Signature]


def held(poles: Iterable[int]) -> dict[int, Signed]:
    """Lock poles, and read what they have signed, by their keys."""
    columns = ("number", "name", "siret", "seat_commune")
    there = Pole.objects.filter(pk__in=list(poles)).order_by("pk").select_for_update().only(*columns)
    found = {pole.pk: Signed(pole, []) for pole in there}
    for one in Signature.objects.filter(pole__in=found, state__in=PUBLIC):
        found[one.pole_id].signatures.append(one)  # type: ignore[index]
    return found


def same(signed: Signed, version: CharterVersion, day: datetime.date) -> Signature | None:
    """The signature of this version by the pole that is in force, or that was on that day."""
    of_version = (one for one in signed.signatures if one.version_id == version.pk)
    return next((one for one in of_version if one.state == State.REGISTERED or day in one.period), None)


def add_past(user: User | None, signed: Signed, signature: Signature, day: datetime.date, precision: StartPrecision) -> None:
    """Put in the register a signature given in the past, as it is known: in force, or renewed since by a later one of the pole.

    Its name, place and number are those of the pole today. Inside the transaction that holds the pole, whose end tells the
    directory (`recognitions.project`): of all the poles of a file at once. Raises ValidationError, when `same` finds one too.
    """
    pole, others = signed.pole, signed.signatures
    if same(signed, signature.version, day):
        raise ValidationError("Ce pôle a déjà une signature de cette version.")
    signature.pole, signature.name, signature.siret, signature.commune_id = pole, pole.name, pole.siret, pole.seat_commune_id
    signature.period, signature.start_precision = DateRange(day, None, "[)"), precision
    signature.state, signature.end_precision = State.REGISTERED, EndPrecision.OPEN
    signature.sent_at = signature.decided_at = timezone.now()
    signature.decided_by = user
    later = min((one for one in others if one.period.lower > day), key=lambda one: one.period.lower, default=None)
    if later:
        _end(signature, State.RENEWED, later.period.lower, later.start_precision)
        signature.renewed_by = later
    _save(signature)
    _end_those_before(signature, others)
    others.append(signature)


@transaction.atomic
def move_all(source: Pole, target: Pole) -> list[str]:
    """Give the signatures of a pole to another, as when both are found to be one. Histories are kept whole: of two signatures
    of one version, the one that came later ends today, renewed by the other; one that waits is declined. What was done, in
    sentences."""
    told = []
    for pk in sorted((source.pk, target.pk)):
        _lock(pk)
    kept = {one.version_id: one for one in Signature.objects.filter(pole=target, state__in=(*PENDING, State.REGISTERED))}
    for one in Signature.objects.filter(pole=source).order_by("pk"):
        same = kept.get(one.version_id)
        if same is not None and one.is_pending:
            _decline_second(one)
        elif same is not None and one.state == State.REGISTERED:
            if same.is_pending:
                _decline_second(same)
            else:
                later, earlier = sorted((one, same), key=lambda each: each.period.lower, reverse=True)
                _end(later, State.RENEWED, today())
                later.renewed_by = earlier
                _save(later)
        one.pole = target
        _save(one)
        if one.state in PUBLIC:  # those who may merge may not know of the others
            told.append(f"Signature {one.code} de la charte ({one.version}) : {one.get_state_display()}.")
    project([source.pk, target.pk])
    return told


def _decline_second(signature: Signature) -> None:
    """Of a pole that signed already, as another pole that it was found to be."""
    signature.state, signature.reply = State.DECLINED, "Ce pôle a déjà signé cette version."
    signature.decided_at = timezone.now()
    _save(signature)
    _write(signature, "declined", f"La signature de {signature.name} n'est pas enregistrée")


def _new_pole(signature: Signature) -> Pole:
    """An unpublished pole, of what the signature tells."""
    if signature.commune is None or signature.commune.departement is None:
        raise ValidationError(
            "Le pôle n'est pas dans l'annuaire, et sa commune n'est pas connue : choisissez-le, ou demandez-la."
        )
    pole = Pole(
        name=signature.name, slug=slugs.pole_slug(signature.name), publication=Publication.DRAFT, siret=signature.siret,
        seat_commune=signature.commune, seat_departement=signature.commune.departement,
    )  # fmt: skip
    pole.full_clean(exclude=["number"])
    pole.save()
    pole.refresh_from_db()
    return pole


def _end_those_before(signature: Signature, others: Iterable[Signature]) -> None:
    """What the pole had signed before, and was in force when this one begins, ends that day: renewed by this one."""
    day = signature.period.lower
    for former in others:
        if former != signature and former.state in (State.REGISTERED, State.RENEWED) and day in former.period:
            _end(former, State.RENEWED, day, signature.start_precision)
            former.renewed_by = signature
            _save(former)


def _end(signature: Signature, state: SignatureState, day: datetime.date, precision: str = StartPrecision.DAY) -> None:
    """It ends on `day`, known as precisely, or the day after it began: a signature counts for one day at least."""
    start: datetime.date = signature.period.lower
    end = max(day, start + ONE_DAY)
    signature.state, signature.period = state, DateRange(start, end, "[)")
    signature.end_precision = EndPrecision(precision) if end == day else EndPrecision.DAY


def _lock(pk: int | None) -> None:
    if pk:
        Pole.objects.select_for_update().values_list("pk").get(pk=pk)


def _hold(user: User, pk: int, pole: Pole | None = None) -> Signature:
    """The signature, locked after its pole. Raises PermissionDenied, also for one that is not there."""
    if not rights.decides_signatures(user):
        raise PermissionDenied
    of_pole = Signature.objects.filter(pk=pk).values_list("pole", flat=True).first() or (pole.pk if pole else None)
    _lock(of_pole)
    held = Signature.objects.select_for_update(of=("self",)).select_related(
        "pole", "version", "commune__departement", "decided_by"
    )
    found = held.filter(pk=pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _settle(user: User, signature: Signature, state: SignatureState) -> None:
    signature.state, signature.decided_by, signature.decided_at = state, user, timezone.now()
    _save(signature)


def _save(signature: Signature) -> None:
    """Raises ValidationError for what the rules refuse, also when another came at the same instant."""
    related = [field.name for field in Signature._meta.concrete_fields if field.is_relation]  # rows that are there
    signature.full_clean(exclude=["number", *related], validate_constraints=False)  # rules are the database's: a statement each
    try:
        signature.save()
    except IntegrityError as error:  # what is broken goes with the transaction of whoever calls
        raise ValidationError(sentence(error, [Signature], CONTRADICTS)) from error
    if signature.number is None:
        signature.refresh_from_db()


def _write(signature: Signature, template: str, subject: str, address: str = "") -> None:
    """A letter to the signatory, when their address is known."""
    if signature.email:
        names = {
            "signature": signature,
            "address": address or settings.SITE_URL + signature.get_absolute_url(),
            "SITE_NAME": site_name(),
        }
        letters.post(signature.email, subject, render_to_string(f"letters/signature_{template}.txt", names))
