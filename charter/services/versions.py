"""Versions of the charter: those that ship, the text entered once, the one that is in force."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from charter.enums import VersionState
from charter.models import CharterVersion
from poles import partial_dates
from poles.services.files import BrokenFile, read_table

COLUMNS = ("version", "titre", "publiee_par", "adoptee", "etat", "sources")
SHIPPED = Path(__file__).resolve().parent.parent / "data" / "versions.csv"


@transaction.atomic
def load(path: Path = SHIPPED) -> int:
    """Add the versions of a file that the database lacks; what somebody changed stays. How many. Raises BrokenFile."""
    added = 0
    for line, row in read_table(path, required=COLUMNS).rows:
        if CharterVersion.objects.filter(slug=row["version"]).exists():
            continue
        try:
            day, precision = partial_dates.read(row["adoptee"])
            if day is None:
                raise ValueError("une version a une date d'adoption")
            state = row["etat"]
            if state == VersionState.CURRENT and CharterVersion.objects.filter(state=VersionState.CURRENT).exists():
                state = VersionState.FORMER  # somebody put another in force
            version = CharterVersion(
                slug=row["version"], title=row["titre"], publisher=row["publiee_par"], state=state,
                adopted_on=day, adopted_precision=precision, sources=row["sources"].split(),
            )  # fmt: skip
            version.full_clean()
        except (ValueError, ValidationError) as error:
            raise BrokenFile(f"{path.name}, ligne {line} : {error}") from error
        version.save()
        added += 1
    return added


@transaction.atomic
def enter_text(version: CharterVersion, text: str) -> CharterVersion:
    """Write the text of a version, once for all. Raises ValidationError when it is empty, or when there is one already."""
    held = CharterVersion.objects.select_for_update().get(pk=version.pk)
    text = text.replace("\r\n", "\n").strip()
    if held.text:
        raise ValidationError("Le texte de cette version est déjà figé : un changement est une nouvelle version.")
    if not text:
        raise ValidationError("Le texte est vide.")
    held.text, held.frozen_at = f"{text}\n", timezone.now()
    held.save(update_fields=["text", "frozen_at"])
    return held


@transaction.atomic
def put_in_force(version: CharterVersion) -> CharterVersion:
    """Make a version the one in force; the one that was becomes a former one."""
    rows = {row.pk: row for row in CharterVersion.objects.select_for_update().order_by("pk")}
    held = rows[version.pk]
    for row in rows.values():
        if row.state == VersionState.CURRENT and row != held:
            row.state = VersionState.FORMER
            row.save(update_fields=["state"])
    held.state = VersionState.CURRENT
    held.save(update_fields=["state"])
    return held
