"""The calls that ship: those that the facts of the network name, as others told them."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from cell.models import Call
from poles.services.files import BrokenFile, read_table

COLUMNS = ("appel", "nom", "annee", "organise_par", "ouvert", "clos", "resultats", "reconnaissances", "sources")
SHIPPED = Path(__file__).resolve().parent.parent / "data" / "calls.csv"


@transaction.atomic
def load(path: Path = SHIPPED) -> int:
    """Add the calls of a file that the database lacks; what somebody changed stays. How many. Raises BrokenFile."""
    added = 0
    for line, row in read_table(path, required=COLUMNS).rows:
        if Call.objects.filter(slug=row["appel"]).exists():
            continue
        try:
            call = Call(
                slug=row["appel"], name=row["nom"], year=int(row["annee"]), organiser=row["organise_par"], opened=row["ouvert"],
                closed=row["clos"], announced=row["resultats"], kinds=row["reconnaissances"].split(),
                sources=row["sources"].split(), is_published=True,
            )  # fmt: skip
            call.full_clean()
        except (ValueError, ValidationError) as error:
            raise BrokenFile(f"{path.name}, ligne {line} : {error}") from error
        call.save()
        added += 1
    return added
