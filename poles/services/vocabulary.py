"""Loading of our own lists: sectors, and roles of collectivités."""

from pathlib import Path

from django.db import transaction

from poles.models import PartnershipRole, Sector
from poles.services.files import read_table

LISTS: dict[str, type[Sector | PartnershipRole]] = {"sectors.csv": Sector, "partnership_roles.csv": PartnershipRole}


@transaction.atomic
def load(directory: Path) -> int:
    """Add what the lists hold and the database lacks; a name that staff changed stays. Raises BrokenFile."""
    added = 0
    for name, model in LISTS.items():
        for _, row in read_table(directory / name, required=("code", "label_fr")).rows:
            _, created = model.objects.get_or_create(slug=row["code"], defaults={"name": row["label_fr"]})  # type: ignore[attr-defined]
            added += created
    return added
