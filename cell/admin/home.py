"""What the first page of the back office tells of calls."""

from django.urls import reverse

from cell import rights
from cell.admin.application import ApplicationQueue
from poles.rights import Person
from ptce_site.back_office import Waiting, waiting_in

LABELS = ("Candidatures à lire (CRA)", "Candidatures à lire (CNA)", "Candidatures lues, à décider")


def waiting(user: Person) -> list[Waiting]:
    """Applications to read, and for the national staff to read again and to decide."""
    if not rights.sees(user):
        return []
    queues = [
        (label, condition, f"file={part}" if part else "")
        for label, (part, _, condition) in zip(LABELS, ApplicationQueue.parts, strict=False)
    ]
    address = reverse("admin:cell_application_changelist")
    return waiting_in(rights.applications_of(user), "received_on", address, *(queues if rights.decides(user) else queues[:1]))
