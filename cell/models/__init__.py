"""Models of the cell's own work."""

from cell.models.call import Application, Call
from cell.models.committee import CommitteeSeat

__all__ = ["Application", "Call", "CommitteeSeat"]
