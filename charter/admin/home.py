"""What the first page of the back office tells of the charter."""

from django.db.models import Q
from django.urls import reverse

from charter import rights
from charter.models import Signature
from charter.models.signature import State
from poles.rights import Person
from ptce_site.back_office import Waiting, waiting_in


def waiting(user: Person) -> list[Waiting]:
    """Signatures to look at."""
    if not rights.decides_signatures(user):
        return []
    rows, address = Signature.objects.filter(state=State.SENT), reverse("admin:charter_signature_changelist")
    return waiting_in(rows, "sent_at", address, ("Signatures de la charte à examiner", Q(), ""))
