"""Loading of the dated figures that others published on the whole network."""

import datetime
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from poles.enums import FactUnit, StartPrecision
from poles.models import NetworkFact
from poles.services.files import BrokenFile, read_table

COLUMNS = ("date", "call", "kind", "min", "max", "unit", "meaning", "source")
PRECISIONS = {1: StartPrecision.YEAR, 2: StartPrecision.MONTH, 3: StartPrecision.DAY}


@transaction.atomic
def load(path: Path) -> tuple[int, int]:
    """Load the file, all or nothing; answers how many figures were added and how many changed.

    A figure is known by its date, call, kind and meaning. One that the file no longer holds stays. Raises BrokenFile.
    """
    table = read_table(path, required=COLUMNS)
    for line, reason in table.malformed:
        raise BrokenFile(f"{path.name}, ligne {line} : {reason}.")
    added = changed = 0
    line_of: dict[tuple[Any, ...], int] = {}
    for line, cells in table.rows:
        try:
            known, values = _read(cells)
            first = line_of.setdefault(tuple(known.values()), line)
            if first != line:
                raise ValueError(f"même chiffre que la ligne {first} (date, appel, nature et sens sont les mêmes)")
            fact = NetworkFact.objects.filter(**known).first() or NetworkFact(**known)
            if fact.pk and all(getattr(fact, name) == value for name, value in values.items()):
                continue
            for name, value in values.items():
                setattr(fact, name, value)
            is_new = fact.pk is None
            fact.full_clean()
            fact.save()
        except ValidationError as error:
            raise BrokenFile(f"{path.name}, ligne {line} : {' '.join(error.messages)}") from error
        except ValueError as error:
            raise BrokenFile(f"{path.name}, ligne {line} : {error}.") from error
        added, changed = added + is_new, changed + (not is_new)
    return added, changed


def _read(cells: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the figure is known by, and the rest."""
    date, precision = _date(cells["date"])
    if cells["unit"] not in FactUnit.values:
        raise ValueError(f"unité inconnue « {cells['unit']} »")
    known = {
        "date": date,
        "date_precision": precision,
        "call": cells["call"],
        "kind": cells["kind"],
        "meaning": cells["meaning"],
    }
    sources = [source.strip() for source in re.split(r";(?=https?:)", cells["source"]) if source.strip()]
    figures = {"minimum": _figure(cells["min"]), "maximum": _figure(cells["max"])}
    return known, {**figures, "unit": cells["unit"], "sources": sources}


def _date(cell: str) -> tuple[datetime.date | None, StartPrecision]:
    if not cell:
        return None, StartPrecision.UNKNOWN
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", cell):
        raise ValueError(f"« {cell} » n'est ni une année, ni un mois, ni un jour (AAAA, AAAA-MM, AAAA-MM-JJ)")
    year, *rest = (int(part) for part in cell.split("-"))
    month, day = (*rest, 1, 1)[:2]
    try:
        return datetime.date(year, month, day), PRECISIONS[1 + len(rest)]
    except ValueError as error:
        raise ValueError(f"« {cell} » n'est pas une date") from error


def _figure(cell: str) -> Decimal | None:
    try:
        figure = Decimal(cell) if cell else None
    except InvalidOperation as error:
        raise ValueError(f"« {cell} » n'est pas un nombre") from error
    if figure is not None and not figure.is_finite():
        raise ValueError(f"« {cell} » n'est pas un nombre")
    return figure
