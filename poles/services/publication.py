"""What a pole's editors publish at once: the fields that the rules name, and « tout est exact ».

Contact, summary and description are published at once; every other field goes through the cell.
"""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from poles import rights
from poles.enums import OriginKind
from poles.models import Pole
from poles.services import provenance
from ptce_site.clock import today

AT_ONCE = ("summary", "description", "website", "email", "phone")


@transaction.atomic
def publish(user: User, pole: Pole, fields: Iterable[str]) -> None:
    """Write `fields`, which an editor changed, as coming from the pole itself, today.

    `pole` was read for update, and its form has validated the new values that it holds. Raises PermissionDenied, and
    ValueError for a field that is not published at once.
    """
    rights.require_editor(user, pole)
    changed = sorted(fields)
    if not set(changed) <= set(AT_ONCE):
        raise ValueError(f"not published at once: {set(changed) - set(AT_ONCE)}")
    if changed:
        pole.save(update_fields=changed)
        provenance.record(pole, changed, provenance.Origin(OriginKind.POLE, today()))


@transaction.atomic
def confirm(user: User, pole: Pole) -> None:
    """« Tout est exact » : an editor read the page today and found nothing to change."""
    rights.require_editor(user, pole)
    provenance.record(pole, [provenance.PAGE], provenance.Origin(OriginKind.POLE, today()))
