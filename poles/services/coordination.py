"""Who keeps a pole's page: invitations, acceptance, leaving. Whoever calls has checked `poles.rights`."""

import datetime

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from poles.enums import CoordinatorLevel
from poles.models import Coordinator, Invitation, Pole
from ptce_site import letters
from ptce_site.site_settings import site_name

VALID_DAYS = 14
A_VISIT = datetime.timedelta(hours=1)
SALT = "poles.invitation"


@transaction.atomic
def invite(pole: Pole, email: str, level: str, by: User | None) -> Invitation:
    """Ask an address to keep a page. Raises ValidationError when it already does, or has an invitation that is open."""
    email = email.strip().lower()
    Pole.objects.select_for_update().get(pk=pole.pk)
    require_invitable(pole, email)
    now = timezone.now()
    invitation = Invitation(
        pole=pole, email=email, level=level, invited_by=by, sent_at=now, expires_at=now + datetime.timedelta(days=VALID_DAYS)
    )
    invitation.full_clean()
    invitation.save()
    _post(invitation)
    return invitation


def require_invitable(pole: Pole, email: str) -> None:
    """Raises ValidationError when the address keeps the page already, or has an invitation that is open."""
    email = email.strip().lower()
    if pole.coordinators.filter(user__email=email).exists():
        raise ValidationError({"email": "Cette personne a déjà accès à cette page."})
    if pole.invitations.filter(email=email, accepted_at=None, revoked_at=None).exists():
        raise ValidationError({"email": "Une invitation à cette adresse est déjà ouverte : renvoyez-la."})


@transaction.atomic
def let_in(pole: Pole, email: str, by: User | None) -> None:
    """Give an address the way to edit a page, whatever it has already: an invitation, sent again if need be, or the right."""
    email = email.strip().lower()
    Pole.objects.select_for_update().get(pk=pole.pk)
    coordinator = pole.coordinators.filter(user__email=email).first()
    if coordinator:
        set_level(coordinator, CoordinatorLevel.EDITOR)
        return
    invitation = pole.invitations.filter(email=email, accepted_at=None, revoked_at=None).first()
    if invitation is None:
        invite(pole, email, CoordinatorLevel.EDITOR, by)
        return
    Invitation.objects.filter(pk=invitation.pk).update(level=CoordinatorLevel.EDITOR)
    resend(invitation)


@transaction.atomic
def set_level(coordinator: Coordinator, level: str) -> None:
    """Make an editor of a reader, or the reverse, and write to them. Raises ValidationError for the last editor."""
    Pole.objects.select_for_update().get(pk=coordinator.pole_id)
    held = Coordinator.objects.select_related("user", "pole").get(pk=coordinator.pk)
    if held.level == level:
        return
    if level == CoordinatorLevel.READER:
        _require_another_editor(held)
    held.level = level
    held.save(update_fields=["level"])
    address = settings.SITE_URL + reverse("poles:space", args=[held.pole.slug])
    names = {"coordinator": held, "address": address, "SITE_NAME": site_name()}
    letters.post(held.user.email, f"La page de {held.pole.name}", render_to_string("letters/level.txt", names))


@transaction.atomic
def resend(invitation: Invitation) -> bool:
    """Send the same link again, good for as long as a new one; false when it was accepted or revoked in the meantime."""
    held = _open(invitation.pk)
    if held is None:
        return False
    held.sent_at = timezone.now()
    held.expires_at = held.sent_at + datetime.timedelta(days=VALID_DAYS)
    held.save(update_fields=["sent_at", "expires_at"])
    _post(held)
    return True


@transaction.atomic
def revoke(invitation: Invitation) -> bool:
    """Close an invitation: its link opens nothing more; false when it was accepted or revoked already."""
    held = _open(invitation.pk)
    if held is None:
        return False
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    return True


def token_of(invitation: Invitation) -> str:
    """What the link holds."""
    return signing.Signer(salt=SALT).sign(str(invitation.pk))


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link names, open or not; None when the link is not ours."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("pole", "invited_by").filter(pk=pk).first()


def is_open(invitation: Invitation) -> bool:
    """Whether it may still be accepted."""
    return invitation.accepted_at is None and invitation.revoked_at is None and invitation.expires_at > timezone.now()


@transaction.atomic
def accept(invitation: Invitation, name: str = "") -> Coordinator | None:
    """Give the page to the person of the invited address, whose account is opened if need be; None when it is too late."""
    held = _open(invitation.pk)
    if held is None or not is_open(held):
        return None
    user = _account(held.email, name.strip()[:150])
    if not user.is_active:
        return None
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    coordinator, is_new = Coordinator.objects.get_or_create(user=user, pole=held.pole, defaults={"level": held.level})
    if not is_new and held.level == CoordinatorLevel.EDITOR and coordinator.level != held.level:
        coordinator.level = held.level
        coordinator.save(update_fields=["level"])
    return coordinator


@transaction.atomic
def remove(coordinator: Coordinator) -> None:
    """Take the page away from a person. Raises ValidationError for the last editor: the page would have nobody."""
    Pole.objects.select_for_update().get(pk=coordinator.pole_id)
    _require_another_editor(coordinator)
    coordinator.delete()


def _require_another_editor(coordinator: Coordinator) -> None:
    others = Coordinator.objects.filter(pole=coordinator.pole_id, level=CoordinatorLevel.EDITOR, user__is_active=True)
    if coordinator.level == CoordinatorLevel.EDITOR and not others.exclude(pk=coordinator.pk).exists():
        raise ValidationError("Cette page n'aurait plus personne : donnez d'abord à quelqu'un le droit de la modifier.")


def visit(user: User, pole: Pole) -> datetime.datetime | None:
    """Note that a person looks at the space of a pole; when they did before this visit, None for the first."""
    held = pole.coordinators.get(user=user)
    now = timezone.now()
    if held.visited_at is None or held.visited_at < now - A_VISIT:
        held.visited_before, held.visited_at = held.visited_at, now
        held.save(update_fields=["visited_before", "visited_at"])
    return held.visited_before


def _account(email: str, name: str) -> User:
    """That of an address, opened if need be; another invitation may open it at the same moment."""
    user = User.objects.filter(email=email).first()
    if user is None:
        try:
            with transaction.atomic():
                return User.objects.create_user(email, name=name)
        except IntegrityError:
            user = User.objects.get(email=email)
    return user


def _open(pk: int) -> Invitation | None:
    """Locked, so that two windows cannot both use it."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("pole")
    return rows.filter(pk=pk, accepted_at=None, revoked_at=None).first()


def _post(invitation: Invitation) -> None:
    address = settings.SITE_URL + reverse("poles:invitation", args=[token_of(invitation)])
    names = {"invitation": invitation, "address": address, "days": VALID_DAYS, "SITE_NAME": site_name()}
    text = render_to_string("letters/invitation.txt", names)
    letters.post(invitation.email, f"Tenir la page de {invitation.pole.name}", text)
