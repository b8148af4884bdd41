"""Who may do what with the charter."""

from accounts.models import StaffRole
from poles.rights import Person


def keeps_charter(user: Person) -> bool:
    """Enter versions and texts, say which one is in force: whom those who carry the charter mandate, not the cell."""
    return user.is_authenticated and user.is_active and user.role == StaffRole.CHARTER


def reads_charter(user: Person) -> bool:
    """See versions in the back office, drafts included: who keeps them, and the national staff."""
    return keeps_charter(user) or (user.is_authenticated and user.is_active and user.role == StaffRole.NATIONAL)


def decides_signatures(user: Person) -> bool:
    """See who signs, register, decline, withdraw, import, write to signatories: who keeps the charter, the national staff."""
    return reads_charter(user)
