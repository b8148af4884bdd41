"""What the cell's work holds of a person: told to them, erased when they ask."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.models import User
from cell.models import Application, Mailing, MailingLetter, Unsubscribed

READERS = ("first_by", "second_by")


def held_about(user: User) -> dict[str, Any]:
    """All of it, as plain JSON with French keys."""
    return {
        "candidatures_lues": [
            {"candidature": str(one), "le": str(one.second_at if one.second_by_id == user.pk else one.first_at)}
            for one in Application.objects.filter(Q(first_by=user) | Q(second_by=user)).select_related("call")
        ],
        "envois_ecrits": [{"objet": one.subject, "le": str(one.created_at)} for one in Mailing.objects.filter(by=user)],
        "envois_recus": [
            {"objet": one.mailing.subject, "le": str(one.written_at)}
            for one in MailingLetter.objects.filter(email__iexact=user.email).select_related("mailing")
        ],
        "desinscriptions": [{"le": str(one.at)} for one in Unsubscribed.objects.filter(email__iexact=user.email)],
    }


def erase(pk: int, email: str) -> None:
    """Erase a person; that they asked to receive no more is kept by nobody, as their address is."""
    MailingLetter.objects.filter(email__iexact=email).update(email="")
    Unsubscribed.objects.filter(email__iexact=email).delete()
    events = apps.get_model("cell", "ApplicationEvent")
    for name in READERS:
        events.objects.filter(**{name: pk}).update(**{name: None})
