"""What the first page of the back office tells of calls."""

from django.db.models import Count, Min
from django.urls import reverse

from cell import rights
from cell.admin.application import waiting_for
from poles.rights import Person
from ptce_site.back_office import Waiting


def waiting(user: Person) -> list[Waiting]:
    """Applications to read, and to decide."""
    if not rights.sees(user):
        return []
    found = []
    for label, rows, part in waiting_for(user):
        row = rows.order_by().aggregate(count=Count("pk"), oldest=Min("received_on"))
        address = reverse("admin:cell_application_changelist") + (f"?file={part}" if part else "")
        found.append(Waiting(label, row["count"], row["oldest"], address))
    return found
