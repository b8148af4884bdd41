"""Models of the cell's own work."""

from cell.models.call import Application, Call
from cell.models.committee import CommitteeSeat
from cell.models.mailing import Mailing, MailingLetter, Unsubscribed

__all__ = ["Application", "Call", "CommitteeSeat", "Mailing", "MailingLetter", "Unsubscribed"]
