"""From a form as it is typed to a signature confirmed: what is kept, the code that is sent, and what it opens.

A code or the link that holds it does nothing by being read: only the button of the page behind it confirms.
"""

import datetime
import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from charter.models import Signature, SigningDraft
from charter.services import signatures
from ptce_site import letters
from ptce_site.site_settings import site_name

KEPT_DAYS, CODE_HOURS, MOST_ATTEMPTS = 30, 24, 5
DIGITS = 6
LARGEST = 20_000
SALT = "charter.signing"
# What is kept of a form: its fields, and the pole that the address named.
TYPED = (
    *("version", "name", "which", "commune", "siret", "signatory_name", "signatory_function", "email", "statement"),
    *("shows_signatory", "commitment", "pole"),
)


def keep(data: QueryDict, email: str, draft: SigningDraft | None = None) -> SigningDraft:
    """Keep a form as it is typed, right or wrong, and write its address to `email`, which alone receives it.

    Raises ValidationError when it is too long, or holds NUL.
    """
    draft = _kept(data, email, draft)
    names = {"address": address_of(draft), "SITE_NAME": site_name()}
    text = render_to_string("letters/signing_kept.txt", names)
    letters.post(email, "Signer la charte des PTCE : votre saisie est gardée", text)
    return draft


@transaction.atomic
def send_code(data: QueryDict, email: str, name: str, draft: SigningDraft | None = None) -> SigningDraft:
    """Keep a form that is right, and send a new code, which replaces any former one, to confirm it. Raises ValidationError."""
    draft = _kept(data, email, draft)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    draft.code_digest, draft.code_sent_at, draft.attempts = _digest(draft, code), timezone.now(), 0
    draft.save()
    names = {
        "name": name,
        "code": code,
        "hours": CODE_HOURS,
        "address": f"{address_of(draft, 'charter:sign-confirm')}?code={code}",
        "SITE_NAME": site_name(),
    }
    letters.post(email, "Votre code pour signer la charte des PTCE", render_to_string("letters/signing_code.txt", names))
    return draft


def check_code(draft: SigningDraft, code: str) -> None:
    """Raises ValidationError, saying why, unless it is the code that was sent last, still good; each attempt counts."""
    if draft.confirmed_at:
        raise ValidationError("Ce code a déjà servi : la signature est confirmée.")
    if not draft.code_sent_at:
        raise ValidationError("Aucun code n'a encore été envoyé.")
    if draft.code_sent_at < timezone.now() - datetime.timedelta(hours=CODE_HOURS):
        raise ValidationError("Ce code n'est plus valable : demandez-en un autre.")
    tried = SigningDraft.objects.filter(pk=draft.pk, attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1)
    if not tried:
        raise ValidationError("Trop d'essais : demandez un autre code.")
    if not constant_time_compare(draft.code_digest, _digest(draft, "".join(code.split()))):
        raise ValidationError("Ce n'est pas le code envoyé en dernier : vérifiez-le, ou demandez-en un autre.")


@transaction.atomic
def confirm(draft: SigningDraft, signature: Signature) -> Signature:
    """Send the signature of a draft whose code was checked, once; it is what the code was sent for.

    Raises ValidationError when there is one already, or when something else was typed meanwhile.
    """
    held = SigningDraft.objects.select_for_update(of=("self",)).select_related("signature").get(pk=draft.pk)
    if held.confirmed_at and held.signature:
        return held.signature
    if (held.typed, held.email, held.code_digest) != (draft.typed, draft.email, draft.code_digest):
        raise ValidationError("Votre saisie a changé depuis : demandez un autre code.")
    sent = signatures.send(signature)
    held.signature, held.confirmed_at, held.typed, held.code_digest = sent, timezone.now(), {}, ""
    held.save()
    return sent


def reopened(signature: Signature, typed: dict[str, list[str]]) -> SigningDraft:
    """A form filled with what a signature says, for its signatory to complete."""
    return SigningDraft.objects.create(email=signature.email, typed=typed, signature=signature)


def find(key: UUID) -> SigningDraft | None:
    """The draft at this address; None when it is none, or was erased."""
    return SigningDraft.objects.filter(key=key).select_related("signature").first()


def address_of(draft: SigningDraft, name: str = "charter:sign-draft") -> str:
    """The whole address of a page of the draft."""
    return settings.SITE_URL + reverse(name, args=[draft.key])


def erase_old() -> int:
    """Erase what was not confirmed for KEPT_DAYS; how many."""
    deleted, _ = SigningDraft.objects.filter(kept_at__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS)).delete()
    return deleted


def _kept(data: QueryDict, email: str, draft: SigningDraft | None) -> SigningDraft:
    """What is typed from now on asks for a new code: one sent before was for something else."""
    typed: dict[str, Any] = {name: data.getlist(name) for name in TYPED if name in data}
    every = [text for values in typed.values() for text in values]
    if any("\0" in text for text in every):
        raise ValidationError("Ce texte contient un caractère nul, qui ne peut pas être gardé.")
    if sum(map(len, every)) > LARGEST:
        raise ValidationError(f"Ce texte est trop long pour être gardé : {LARGEST} signes au plus.")
    draft = draft or SigningDraft()
    draft.email, draft.typed, draft.kept_at = email, typed, timezone.now()
    draft.code_digest, draft.code_sent_at, draft.attempts = "", None, 0
    draft.save()
    return draft


def _digest(draft: SigningDraft, code: str) -> str:
    return salted_hmac(SALT, f"{draft.key}:{code}", algorithm="sha256").hexdigest()
