"""« Tout est exact »: what an editor says of the page as it is."""

from django.db import transaction

from accounts.models import User
from poles import rights
from poles.models import Pole
from ptce_site.clock import today


@transaction.atomic
def confirm(user: User, pole: Pole) -> None:
    """Note that an editor read the page today and found nothing to change. Raises PermissionDenied."""
    rights.require_editor(user, pole)
    pole.confirmed_on = today()
    pole.save(update_fields=["confirmed_on"])
