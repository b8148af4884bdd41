"""People named on a pole's page: asked first, shown when they agree, forgotten when they no longer do."""

import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from poles.models import NamedContact, Pole
from ptce_site import letters
from ptce_site.models import Letter, LetterState
from ptce_site.site_settings import site_name

MOST, UNANSWERED_DAYS = 3, 30
SALT = "poles.named_contact"


@transaction.atomic
def ask(pole: Pole, **fields: Any) -> NamedContact:
    """Write to a person to ask whether their name may stand on the page. `fields` are those of NamedContact.

    Raises ValidationError by field, and when MOST people stand there already.
    """
    Pole.objects.select_for_update().get(pk=pole.pk)
    if pole.named_contacts.count() >= MOST:
        raise ValidationError(f"Une page nomme {MOST} personnes au plus : retirez-en une d'abord.")
    contact = NamedContact(pole=pole, **fields)
    contact.full_clean()
    contact.save()
    address = settings.SITE_URL + reverse("poles:consent", args=[token_of(contact)])
    names = {"contact": contact, "address": address, "days": UNANSWERED_DAYS, "SITE_NAME": site_name()}
    text = render_to_string("letters/consent.txt", names)
    letters.post(contact.email, f"Votre nom sur la page de {pole.name} ?", text)
    return contact


def token_of(contact: NamedContact) -> str:
    """What the link holds."""
    return signing.Signer(salt=SALT).sign(str(contact.pk))


def key_of(token: str) -> int | None:
    """The key of the person that a link names, still there or not; None when the link is not ours."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except signing.BadSignature:
        return None


def consent(pk: int) -> bool:
    """Show the person from now on, and keep the day of their first yes; false when they are no longer in the list."""
    NamedContact.objects.filter(pk=pk, consented_at=None).update(consented_at=timezone.now())
    return NamedContact.objects.filter(pk=pk).exists()


@transaction.atomic
def forget(pk: int) -> bool:
    """Erase the person, and their address from the letters that asked; false when it was done already."""
    held = NamedContact.objects.select_for_update().filter(pk=pk).first()
    if held is None:
        return False
    if not User.objects.filter(email=held.email).exists():
        of_theirs = Letter.objects.filter(to=held.email)
        of_theirs.filter(state=LetterState.WAITING).delete()
        of_theirs.update(to="", text="", error="")
    held.delete()
    return True


def forget_unanswered() -> int:
    """Erase those who have not answered for UNANSWERED_DAYS; how many."""
    before = timezone.now() - datetime.timedelta(days=UNANSWERED_DAYS)
    keys = NamedContact.objects.filter(consented_at=None, asked_at__lt=before).values_list("pk", flat=True)
    return sum(forget(pk) for pk in keys)
