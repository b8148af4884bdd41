"""What the first page of the back office tells of the charter."""

from django.db.models import Count, Min
from django.urls import reverse

from charter import rights
from charter.models import Signature
from charter.models.signature import State
from poles.rights import Person
from ptce_site.back_office import Waiting


def waiting(user: Person) -> list[Waiting]:
    """Signatures to look at."""
    if not rights.decides_signatures(user):
        return []
    found = Signature.objects.filter(state=State.SENT).aggregate(count=Count("pk"), oldest=Min("sent_at"))
    address = reverse("admin:charter_signature_changelist")
    return [Waiting("Signatures de la charte à examiner", found["count"], found["oldest"], address)]
