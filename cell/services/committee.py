"""Seats of the committee, when a structure is found to be another."""

from cell.models import CommitteeSeat
from poles.models import Organisation


def move_seats(source: Organisation, target: Organisation) -> list[str]:
    """Give the seats of a structure to another; one that the other holds already during that time goes. What was done, in
    sentences."""
    told = []
    for seat in CommitteeSeat.objects.filter(organisation=source):
        if CommitteeSeat.objects.filter(organisation=target, period__overlap=seat.period).exists():
            seat.delete()
            told.append("Un siège au comité de pilotage, que l'autre tient déjà, disparaît.")
        else:
            seat.organisation = target
            seat.save(update_fields=["organisation"])
            told.append("Un siège au comité de pilotage.")
    return told
