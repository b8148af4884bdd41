"""Loading of our own lists: sectors, roles of collectivités, words of the glossary."""

from pathlib import Path

from django.db import transaction

from poles.models import GlossaryWord, PartnershipRole, Sector
from poles.services.files import read_table

LISTS: dict[str, type[Sector | PartnershipRole]] = {"sectors.csv": Sector, "partnership_roles.csv": PartnershipRole}

WORDS = "glossary.csv"


@transaction.atomic
def load(directory: Path) -> int:
    """Add what the lists hold and the database lacks; a name that staff changed stays. Raises BrokenFile."""
    added = 0
    for name, model in LISTS.items():
        for _, row in read_table(directory / name, required=("code", "label_fr")).rows:
            _, created = model.objects.get_or_create(slug=row["code"], defaults={"name": row["label_fr"]})  # type: ignore[attr-defined]
            added += created
    return added + _load_words(directory / WORDS)


def _load_words(path: Path) -> int:
    """Add the words that were never here: one that staff took away stays away."""
    known = set(GlossaryWord.pgh_event_model.objects.values_list("slug", flat=True))  # type: ignore[attr-defined]
    rows = [row for _, row in read_table(path, required=("code", "label_fr", "definition_fr")).rows if row["code"] not in known]
    for row in rows:
        GlossaryWord.objects.create(slug=row["code"], name=row["label_fr"], definition=row["definition_fr"])
    return len(rows)
