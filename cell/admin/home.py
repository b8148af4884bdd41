"""What the first page of the back office tells of calls."""

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from cell import rights
from cell.admin.application import ApplicationQueue
from poles.rights import Person
from ptce_site.back_office import Waiting

LABELS = ("Candidatures à lire (CRA)", "Candidatures à lire (CNA)", "Candidatures lues, à décider")


def waiting(user: Person) -> list[Waiting]:
    """Applications to read, and for the national staff to read again and to decide; one statement."""
    if not rights.sees(user):
        return []
    queues = list(zip(LABELS, ApplicationQueue.parts, strict=False))[: None if rights.decides(user) else 1]
    asked: dict[str, Any] = {f"count_{part}": Count("pk", filter=condition) for _, (part, _, condition) in queues}
    asked |= {f"oldest_{part}": Min("received_on", filter=condition) for _, (part, _, condition) in queues}
    found = rights.applications_of(user).order_by().aggregate(**asked)
    address = reverse("admin:cell_application_changelist")
    return [
        Waiting(label, found[f"count_{part}"], found[f"oldest_{part}"], address + (f"?file={part}" if part else ""))
        for label, (part, _, _) in queues
    ]
