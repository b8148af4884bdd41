"""What is held of the people who sign: told to them, erased when they ask or when it no longer serves."""

import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from charter.models import CampaignLetter, Signature, SigningDraft
from charter.models.signature import PERSONAL, State
from ptce_site.clock import today

KEPT_DAYS = 365
ERASED = {**dict.fromkeys(PERSONAL, ""), "shows_signatory": False}


def held_about(user: User) -> dict[str, Any]:
    """All that the charter holds about a person, as plain JSON with French keys."""
    return {
        "signatures_de_la_charte": [
            {
                "code": one.code,
                "pole": one.name,
                "etat": one.state,
                "signee_le": str(one.sent_at),
                **{name: getattr(one, name) for name in (*PERSONAL, "shows_signatory", "statement")},
            }
            for one in Signature.objects.filter(email__iexact=user.email)
        ],
        "signatures_commencees": [
            {"saisie": one.typed, "gardee_le": str(one.kept_at)}
            for one in SigningDraft.objects.filter(email__iexact=user.email)
        ],
        "courriels_de_campagne": [
            {"objet": one.campaign.subject, "le": str(one.written_at)}
            for one in CampaignLetter.objects.filter(email__iexact=user.email).select_related("campaign")
        ],
        "signatures_decidees": [
            {"code": one.code, "etat": one.state, "le": str(one.decided_at)}
            for one in Signature.objects.filter(decided_by=user)
        ],
    }


def erase(pk: int, email: str) -> None:
    """Erase a person: that their pole signed stays, and by whose hand no longer."""
    SigningDraft.objects.filter(email__iexact=email).delete()
    Signature.objects.filter(email__iexact=email).update(**ERASED)
    CampaignLetter.objects.filter(email__iexact=email).update(email="")
    apps.get_model("charter", "SignatureEvent").objects.filter(decided_by=pk).update(decided_by=None)
    apps.get_model("charter", "CampaignEvent").objects.filter(started_by=pk).update(started_by=None)


def erase_old() -> int:
    """Erase who signed what was declined, or ended, or was left uncompleted, KEPT_DAYS ago; how many signatures.

    Nor is it kept for longer to which address a campaign wrote.
    """
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    over = Q(state__in=(State.WITHDRAWN, State.RENEWED), period__endswith__lt=today() - datetime.timedelta(days=KEPT_DAYS))
    left = Q(state__in=(State.DECLINED, State.INCOMPLETE), decided_at__lt=before)
    CampaignLetter.objects.filter(written_at__lt=before).exclude(email="").update(email="")
    return Signature.objects.filter(over | left).exclude(email="", signatory_name="").update(**ERASED)
