"""What the site holds of a person: given to them, erased when they ask, or when their account has not served for long."""

import datetime
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import User
from poles.enums import CoordinatorLevel
from poles.models import (
    Claim,
    Coordinator,
    FollowUp,
    Import,
    Invitation,
    KeptForm,
    NamedContact,
    Operation,
    Pole,
    Proposal,
    Report,
)
from ptce_site import letters
from ptce_site.models import Letter, SavedView
from ptce_site.site_settings import site_name

UNUSED_DAYS, WARNED_DAYS = 2 * 365, 30


def held_about(user: User) -> dict[str, Any]:
    """All that the site holds about a person, as plain JSON with French keys."""
    by_address = {"email": user.email}
    return {
        "compte": _plain(user, "email", "name", "role", "region_codes", "is_active", "created_at", "last_login"),
        "pages_tenues": [_plain(row, "pole", "level", "created_at") for row in Coordinator.objects.filter(user=user)],
        "invitations_recues": [
            _plain(row, "pole", "level", "sent_at", "expires_at", "accepted_at", "revoked_at")
            for row in Invitation.objects.filter(**by_address)
        ],
        "invitations_envoyees": [_plain(row, "pole", "email", "sent_at") for row in Invitation.objects.filter(invited_by=user)],
        "propositions": [
            {
                **_plain(row, "pole", "state", "message", "reply", "submitted_at", "decided_at"),
                "changements": [_plain(change, "subject", "before", "after", "decision") for change in row.changes.all()],
            }
            for row in Proposal.objects.filter(author=user).prefetch_related("changes")
        ],
        "saisies_gardees": [_plain(row, "pole", "section", "typed", "kept_at") for row in KeptForm.objects.filter(user=user)],
        "demandes": [
            _plain(row, "pole", "name", "function", "email", "proof", "state", "reply", "created_at")
            for row in Claim.objects.filter(**by_address)
        ],
        "signalements": [
            _plain(row, "pole", "what", "source", "email", "created_at")
            for row in Report.objects.filter(email__iexact=user.email)
        ],
        "nomme_sur_les_pages": [
            _plain(row, "pole", "name", "function", "email", "phone", "shows_email", "asked_at", "consented_at")
            for row in NamedContact.objects.filter(email=user.email)
        ],
        "courriels": [_plain(row, "subject", "state", "created_at") for row in Letter.objects.filter(to=user.email)],
        "back_office": [_plain(row, "action_time", "object_repr") for row in LogEntry.objects.filter(user=user)],
        "decisions": [
            _plain(row, "pole", "state", "decided_at")
            for model in (Proposal, Claim)
            for row in model.objects.filter(decided_by=user)
        ],
        "notes_de_suivi": [_plain(row, "pole", "day", "text") for row in FollowUp.objects.filter(by=user)],
        "vues_gardees": [_plain(row, "model", "name", "query") for row in SavedView.objects.filter(user=user)],
        "imports": [_plain(row, "file_name", "state", "sent_at") for row in Import.objects.filter(by=user)],
        "operations": [_plain(row, "label", "at") for row in Operation.objects.filter(by=user)],
        "signalements_traites": [_plain(row, "pole", "note", "settled_at") for row in Report.objects.filter(settled_by=user)],
        "seconds_facteurs": [
            _plain(row, "type", "created_at", "last_used_at") for row in Authenticator.objects.filter(user=user)
        ],
        "compte_avant": [
            _plain(row, "pgh_created_at", "email", "name", "role")
            for row in apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj_id=user.pk)
        ],
        **{name: rows for held, _ in _elsewhere() for name, rows in held(user).items()},
        "actes": [
            {"le": str(row.created_at), "depuis": row.metadata.get("url", "")}
            for row in apps.get_model("pghistory", "Context").objects.filter(metadata__user=user.pk).order_by("created_at")
        ],
    }


def left_alone(user: User) -> list[Pole]:
    """The poles of whose page a person is the only editor."""
    others = Coordinator.objects.filter(level=CoordinatorLevel.EDITOR, user__is_active=True).exclude(user=user)
    own = Coordinator.objects.filter(user=user, level=CoordinatorLevel.EDITOR)
    return list(Pole.objects.filter(pk__in=own.values("pole")).exclude(pk__in=others.values("pole")))


@transaction.atomic
def erase(user: User) -> None:
    """Erase a person from the site and from its history; what they said of poles stays, said by nobody.

    Raises ValidationError for staff: their role is taken first, by another member of the cell.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.role:
        raise ValidationError("Ce compte est celui de l'équipe : un collègue doit d'abord en retirer le rôle.")
    email, pk = held.email, held.pk
    Proposal.objects.filter(author=held).update(message="")
    Invitation.objects.filter(email=email).delete()
    Claim.objects.filter(email=email).delete()
    NamedContact.objects.filter(email=email).delete()
    Report.objects.filter(email__iexact=email).update(email="")
    LogEntry.objects.filter(Q(object_repr__icontains=email) | Q(change_message__icontains=email)).update(
        object_repr="", change_message=""
    )
    Letter.objects.filter(to=email, state="waiting").delete()
    Letter.objects.filter(to=email).update(to="", text="", html="", error="")
    held.delete()
    _erase_from_history(pk, email)
    for _, erase_there in _elsewhere():
        erase_there(pk, email)


def unused(now: datetime.datetime | None = None) -> QuerySet[User]:
    """The accounts, but those of the cell, that nobody has used for UNUSED_DAYS."""
    before = (now or timezone.now()) - datetime.timedelta(days=UNUSED_DAYS)
    return User.objects.filter(role="").annotate(used=Coalesce("last_login", "created_at")).filter(used__lt=before)


def to_warn() -> QuerySet[User]:
    """Unused accounts that were not told that they will be erased, or were used since."""
    return unused(timezone.now() + datetime.timedelta(days=WARNED_DAYS)).filter(Q(warned_at=None) | Q(warned_at__lt=F("used")))


def to_erase() -> QuerySet[User]:
    """Unused accounts that were told so WARNED_DAYS ago, and not used since."""
    told = timezone.now() - datetime.timedelta(days=WARNED_DAYS)
    return unused().filter(warned_at__lte=told, warned_at__gte=F("used"))


def warn_and_erase_unused() -> tuple[int, int]:
    """Write to those to be warned, and erase those that were: how many of each."""
    erased = [user for user in to_erase() if erase(user) is None]
    warned = 0
    for user in to_warn():
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(warned_at=timezone.now())
            day = timezone.localdate() + datetime.timedelta(days=WARNED_DAYS)
            names = {"day": day, "SITE_NAME": site_name(), "address": f"{settings.SITE_URL}/compte/"}
            letters.post(user.email, "Votre compte va être effacé", render_to_string("letters/unused_account.txt", names))
        warned += 1
    return warned, len(erased)


def _elsewhere() -> list[tuple[Callable[[User], dict[str, Any]], Callable[[int, str], None]]]:
    """What other apps hold of people: what tells it, what erases it."""
    names = settings.PERSONS_ELSEWHERE
    return [(import_string(f"{name}.held_about"), import_string(f"{name}.erase")) for name in names]


def _erase_from_history(pk: int, email: str) -> None:
    """Rows of history keep what changed; their personal columns are emptied. A key that no account has names nobody."""
    event = apps.get_model
    event("accounts", "UserEvent").objects.filter(pgh_obj_id=pk).update(email="", name="")
    event("poles", "InvitationEvent").objects.filter(email=email).update(email="")
    event("poles", "InvitationEvent").objects.filter(invited_by=pk).update(invited_by=None)
    event("poles", "ProposalEvent").objects.filter(author=pk).update(author=None, message="")
    event("poles", "ProposalEvent").objects.filter(decided_by=pk).update(decided_by=None)
    event("poles", "FollowUpEvent").objects.filter(by=pk).update(by=None)


def _plain(row: Any, *names: str) -> dict[str, Any]:
    """These fields of a row, as JSON takes them."""
    plain = (str, int, bool, list, dict, type(None))
    values = {name: getattr(row, name) for name in names}
    return {name: value if isinstance(value, plain) else str(value) for name, value in values.items()}
