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
    """Write what an editor changed, as coming from the pole itself, today.

    `pole` was read for update and holds the new values. Raises PermissionDenied, and ValidationError when it is not valid.
    """
    changed = [name for name in fields if name in AT_ONCE]
    rights.require_editor(user, pole)
    if not changed:
        return
    pole.full_clean(exclude=["number"])
    pole.save(update_fields=changed)
    provenance.record(pole, changed, provenance.Origin(OriginKind.POLE, today()))


@transaction.atomic
def confirm(user: User, pole: Pole) -> None:
    """« Tout est exact » : an editor read the page today and found nothing to change."""
    rights.require_editor(user, pole)
    provenance.record(pole, [provenance.PAGE], provenance.Origin(OriginKind.POLE, today()))
