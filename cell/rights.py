"""Who may do what with the cell's own work."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cell.models import Application
from poles.rights import Person, looks_after_poles, poles_of_staff, sees_every_pole


def decides(user: Person) -> bool:
    """Enter calls, applications and seats, give the second reading, say what is retained: the national staff."""
    return sees_every_pole(user)


def sees(user: Person) -> bool:
    """See calls and seats in the back office: the staff that looks after poles, national or regional."""
    return looks_after_poles(user)


def applications_of(user: Person) -> QuerySet[Application]:
    """Those that a member of the staff may read: all, or those of their regions; else none."""
    if not looks_after_poles(user):
        return Application.objects.none()
    if decides(user):
        return Application.objects.all()
    codes = user.region_codes  # type: ignore[union-attr]
    own = poles_of_staff(user).filter(pk=OuterRef("pole"))  # by row: as a list, it took seconds beside the other condition
    return Application.objects.filter(Q(departement__region__code__in=codes) | Exists(own))


def may_read(user: Person, application: Application) -> bool:
    """Read an application, and give the first reading, that of the regional cell."""
    return applications_of(user).filter(pk=application.pk).exists()
