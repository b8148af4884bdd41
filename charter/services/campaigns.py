"""Inviting signatories of former versions to sign the new one: by steps, each address once a round, held at any moment.

A step is one transaction: it locks the campaign, writes the letters of the next addresses, notes them, and asks for the
next step. A worker killed in the middle has written nothing; two workers wait for each other.
"""

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, Exists, F, Max, OuterRef, QuerySet, When
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from charter import rights
from charter.enums import CampaignState, SignatureState
from charter.models import Campaign, CampaignLetter, Signature
from charter.models.signature import LIVE
from poles.enums import Publication
from ptce_site import letters
from ptce_site.sheets import Echo, cell
from ptce_site.site_settings import site_name

STEP = "charter.campaign_step"
ADDRESSES_A_STEP = 50
LEAST_DAYS = 7
MOST_REMINDERS = 2
State = CampaignState
COLUMNS = ("code", "pole", "region", "situation")


@dataclass
class Progress:
    """Of the signatories to whom a campaign is, by région: how many there are, were written to, have renewed."""

    concerned: int = 0
    written: int = 0
    renewed: int = 0
    without_address: int = 0
    by_region: dict[str, "Progress"] = field(default_factory=dict)


def to_renew(campaign: Campaign) -> QuerySet[Any]:
    """Signatures in force of other versions, of poles that have not signed this one, with the `address` to write to."""
    done = Signature.objects.filter(LIVE, pole=OuterRef("pole"), version=campaign.version)
    former = Signature.objects.filter(state=SignatureState.REGISTERED).exclude(version=campaign.version)
    address = Lower(Case(When(email="", then=F("pole__email")), default=F("email")))
    return former.filter(~Exists(done)).annotate(address=address).order_by("pk")


def waiting(campaign: Campaign) -> QuerySet[Any]:
    """Those of them to whom this round's letter is still to be written; a reminder is for who had the invitation."""
    of_round = CampaignLetter.objects.filter(campaign=campaign, round=campaign.round)
    left = to_renew(campaign).exclude(address="").exclude(address__in=of_round.exclude(email="").values("email"))
    left = left.exclude(campaign_letters__in=of_round)
    if campaign.round:
        return left.filter(campaign_letters__campaign=campaign, campaign_letters__round=campaign.round - 1)
    # Another campaign for this version may have ended of late.
    since = timezone.now() - datetime.timedelta(days=LEAST_DAYS)
    lately = CampaignLetter.objects.filter(campaign__version=campaign.version, written_at__gt=since)
    return left.exclude(address__in=lately.exclude(campaign=campaign).exclude(email="").values("email"))


@transaction.atomic
def start(user: User, pk: int) -> Campaign:
    """Send the invitations. Once; the campaign as it then is. Raises PermissionDenied, ValidationError."""
    held = _hold(user, pk)
    if held.state == State.DRAFT:
        held.started_by = user
        _run(held)
    return held


@transaction.atomic
def pause(user: User, pk: int) -> Campaign:
    """Write no more letters; those that are written leave. Raises PermissionDenied."""
    held = _hold(user, pk)
    if held.state == State.RUNNING:
        held.state = State.PAUSED
        held.save(update_fields=["state"])
    return held


@transaction.atomic
def resume(user: User, pk: int) -> Campaign:
    """Go on from where it was held. Raises PermissionDenied, ValidationError."""
    held = _hold(user, pk)
    if held.state == State.PAUSED:
        _run(held)
    return held


@transaction.atomic
def remind(user: User, pk: int) -> Campaign:
    """Write once more to who has not renewed, at least LEAST_DAYS after. Raises PermissionDenied, ValidationError."""
    held = _hold(user, pk)
    if held.state != State.RUNNING or waiting(held).exists():
        raise ValidationError("Un rappel part d'une campagne en cours dont tous les courriels sont partis.")
    if held.round >= MOST_REMINDERS:
        raise ValidationError(f"{MOST_REMINDERS} rappels sont partis : écrivez autrement à ceux qui restent.")
    last = held.letters.filter(round=held.round).aggregate(last=Max("written_at"))["last"]
    if last is None or last > timezone.now() - datetime.timedelta(days=LEAST_DAYS):
        raise ValidationError(f"Un rappel part {LEAST_DAYS} jours au moins après le courriel d'avant.")
    held.round += 1
    _run(held)
    return held


@transaction.atomic
def end(user: User, pk: int) -> Campaign:
    """No letter leaves any more; its figures stay. Raises PermissionDenied."""
    held = _hold(user, pk)
    if held.state != State.OVER:
        held.state = State.OVER
        held.save(update_fields=["state"])
    return held


def send_to_self(user: User, campaign: Campaign) -> None:
    """The letter as one pole would read it, to oneself. Raises PermissionDenied."""
    if not rights.decides_signatures(user):
        raise PermissionDenied
    example = list(to_renew(campaign).select_related("pole")[:1])
    letters.post(user.email, f"[essai] {campaign.subject}", _text(campaign, example))


@transaction.atomic
def step(pk: int, of_round: int) -> int:
    """Write to the next addresses and ask for the next step; how many addresses: 0 when held, over, or of another round."""
    held = Campaign.objects.select_for_update(of=("self",)).select_related("version").filter(pk=pk).first()
    if held is None or held.state != State.RUNNING or held.round != of_round:
        return 0
    if not held.version.may_be_signed:
        held.state = State.PAUSED
        held.save(update_fields=["state"])
        return 0
    addresses = list(waiting(held).order_by("address").values_list("address", flat=True).distinct()[:ADDRESSES_A_STEP])
    of_address: dict[str, list[Signature]] = {}
    for signature in waiting(held).filter(address__in=addresses).select_related("pole"):
        of_address.setdefault(signature.address, []).append(signature)
    for address, signed in of_address.items():
        letter = letters.post(address, held.subject, _text(held, signed))
        note = CampaignLetter.objects.create(campaign=held, round=held.round, email=address, letter=letter)
        note.signatures.set(signed)
    if of_address:
        _defer(held)
    return len(of_address)


def progress(campaign: Campaign) -> Progress:
    """The figures of the page: those who are to renew and those who have, by région."""
    total = Progress()
    written = _written(campaign)
    for pk, (_, _, region, situation) in _situations(campaign):
        for one in (total, total.by_region.setdefault(region, Progress())):
            one.concerned += 1
            one.written += pk in written
            one.renewed += situation == "renouvelé"
            one.without_address += situation == "sans adresse"
    return total


def as_csv(campaign: Campaign) -> Iterator[str]:
    """Each pole and where it stands; no person, no address."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for _, row in _situations(campaign):
        yield writer.writerow([cell(value) for value in row])


def _written(campaign: Campaign) -> set[int]:
    """Keys of the signatures whose signatories were written to."""
    return set(CampaignLetter.objects.filter(campaign=campaign).values_list("signatures", flat=True))


def _situations(campaign: Campaign) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    """Key, then code, pole, région and situation of each signature that the campaign is about, in the order of names."""
    left = {one.pk: one for one in to_renew(campaign)}
    written = _written(campaign)
    renewed = Signature.objects.filter(state=SignatureState.RENEWED, renewed_by__version=campaign.version)
    about = Signature.objects.filter(pk__in=[*left, *written]) | Signature.objects.filter(pk__in=renewed.values("pk"))
    for one in about.select_related("pole__seat_departement__region", "renewed_by").order_by("pole__sort_key", "pk"):
        pole = one.pole
        assert pole is not None  # noqa: S101 (a registered signature has one: the database holds it)
        region = pole.seat_departement.region.name if pole.seat_departement.region else pole.seat_departement.name
        yield one.pk, (one.code, pole.name, region, _situation(one, campaign, left, written))


def _situation(one: Signature, campaign: Campaign, left: dict[int, Any], written: set[int]) -> str:
    if one.renewed_by and one.renewed_by.version_id == campaign.version_id:
        return "renouvelé"
    if one.state != SignatureState.REGISTERED:
        return "sorti du registre"
    if one.pk not in left:
        return "en cours d'examen"
    if one.pk in written:
        return "invité"
    return "à inviter" if left[one.pk].address else "sans adresse"


def _text(campaign: Campaign, signed: list[Signature]) -> str:
    """What the staff wrote, then where to sign for each pole."""
    poles = [
        (one.pole, settings.SITE_URL + reverse("charter:sign") + (f"?pole={one.pole.slug}" if _is_public(one) else ""))
        for one in signed
        if one.pole
    ]
    return render_to_string("letters/campaign.txt", {"campaign": campaign, "poles": poles, "SITE_NAME": site_name()})


def _is_public(signature: Signature) -> bool:
    return signature.pole is not None and signature.pole.publication == Publication.PUBLISHED


def _hold(user: User, pk: int) -> Campaign:
    if not rights.decides_signatures(user):
        raise PermissionDenied
    held = Campaign.objects.select_for_update(of=("self",)).select_related("version").filter(pk=pk).first()
    if held is None:
        raise PermissionDenied
    return held


def _run(campaign: Campaign) -> None:
    if not campaign.version.may_be_signed:
        raise ValidationError("Cette version ne peut pas être signée : il lui faut être en vigueur, et avoir un texte.")
    campaign.state = State.RUNNING
    campaign.save(update_fields=["state", "round", "started_by"])
    _defer(campaign)


def _defer(campaign: Campaign) -> None:
    app.configure_task(STEP).defer(pk=campaign.pk, of_round=campaign.round)
