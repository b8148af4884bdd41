"""Import of a file of poles: one path, dry then wet, that never overwrites what people or later sources said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pghistory
from django.core.exceptions import ValidationError
from django.db import DataError, connection, transaction

from poles.models import Pole, Sector
from poles.near_names import are_close
from poles.services.files import read_table
from poles.services.gazetteer import Gazetteer
from poles.services.pole_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, PoleRow, read_row
from poles.services.pole_update import Change, RowUpdate, create
from poles.text import normalized

# A code given by a file raises the next ones for ever: one further than this is a slip of the finger.
LARGEST_JUMP = 1000
LINES_A_STEP = 500


class Outcome(StrEnum):
    """What becomes of a line; the values are the words of the report."""

    CREATED = "créé"
    UPDATED = "modifié"
    UNCHANGED = "inchangé"
    REFUSED = "refusé"


@dataclass
class LineReport:
    """What became of one line."""

    line: int
    outcome: Outcome
    name: str
    code: str = ""
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What an import did, or would do."""

    lines: list[LineReport] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    written: bool = False

    def count(self, outcome: Outcome) -> int:
        """Lines of that outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def conflicts(self) -> int:
        """Fields left as they were because a person or a later source set them."""
        return sum(len(line.conflicts) for line in self.lines)


def import_poles(
    path: Path, *, wet: bool = False, skip_refused: bool = False, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Import the file, in one transaction.

    Nothing is written when `wet` is false, nor when a line is refused and `skip_refused` is false. `progress` is told how
    many lines are done, of how many, every LINES_A_STEP. Raises BrokenFile.
    """
    table = read_table(path, required=REQUIRED_COLUMNS, optional=OPTIONAL_COLUMNS)
    report = Report(unknown_columns=table.unknown_columns)
    with transaction.atomic(), pghistory.context(source=f"import {path.name}"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import_poles'))")
        importer = _Importer()
        for line, reason in table.malformed:
            report.lines.append(LineReport(line, Outcome.REFUSED, "", reasons=[reason]))
        for done, (line, cells) in enumerate(table.rows, start=1):
            report.lines.append(importer.take(line, cells))
            if progress and done % LINES_A_STEP == 0:
                progress(done, len(table.rows))
        report.lines.sort(key=lambda line: line.line)
        report.written = wet and (skip_refused or not report.count(Outcome.REFUSED))
        transaction.set_rollback(not report.written)
    return report


class _Refused(Exception):  # noqa: N818 (what becomes of the line)
    """The line cannot be written; the arguments are the reasons."""


class _Importer:
    """Takes lines one by one; remembers the poles of the database and those of the lines before."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer()
        self.sectors = {sector.slug: sector for sector in Sector.objects.all()}
        self.poles = {pole.pk: pole for pole in Pole.objects.select_related("seat_commune", "seat_departement")}
        self.line_of_pole: dict[int, int] = {}
        self.highest = max((pole.number for pole in self.poles.values()), default=0)

    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        row = read_row(line, cells, self.gazetteer, self.sectors)
        name = row.name or cells.get("name", "")
        try:
            if row.errors:
                raise _Refused(*row.errors)
            pole = self._match(row)
            with transaction.atomic():
                return self._update(pole, row) if pole else self._create(row)
        except _Refused as refusal:
            return LineReport(line, Outcome.REFUSED, name, code=cells.get("code", ""), reasons=list(refusal.args))
        except ValidationError as error:
            return LineReport(line, Outcome.REFUSED, name, code=cells.get("code", ""), reasons=error.messages)
        except DataError as error:
            reasons = [f"la base refuse une valeur ({str(error).strip().splitlines()[0]})"]
            return LineReport(line, Outcome.REFUSED, name, code=cells.get("code", ""), reasons=reasons)

    # --- Which pole a line is about ------------------------------------------------------------------------------
    def _match(self, row: PoleRow) -> Pole | None:
        pole = self._same(row)
        siret = row.values.get("siret")
        holder = next((other for other in self.poles.values() if siret and other.siret == siret and other is not pole), None)
        if holder:
            raise _Refused(f"siret : c'est déjà celui de {holder.code} « {holder.name} »")
        if pole is None:
            self._refuse_near_duplicate(row)
            return None
        if row.number is not None and row.number != pole.number:
            raise _Refused(f"code : ce pôle est déjà enregistré sous {pole.code}")
        if pole.pk in self.line_of_pole:
            raise _Refused(f"même pôle que la ligne {self.line_of_pole[pole.pk]} ({pole.code})")
        return pole

    def _same(self, row: PoleRow) -> Pole | None:
        """By code, else SIRET, else name and place."""
        for pole in self.poles.values():
            if row.number is not None and pole.number == row.number:
                return pole
        siret = row.values.get("siret")
        for pole in self.poles.values():
            if siret and pole.siret == siret:
                return pole
        name = normalized(row.name)
        found = [pole for pole in self.poles.values() if pole.sort_key == name and _same_place(pole, row)]
        if len(found) > 1:
            codes = ", ".join(pole.code for pole in found)
            raise _Refused(f"plusieurs pôles ont ce nom à cet endroit ({codes}) : précisez le code")
        return found[0] if found else None

    def _refuse_near_duplicate(self, row: PoleRow) -> None:
        name = normalized(row.name)
        for pole in self.poles.values():
            if row.departement and pole.seat_departement_id == row.departement.pk and are_close(name, pole.sort_key):
                raise _Refused(
                    f"quasi-doublon de {pole.code} « {pole.name} », même département : "
                    f"donnez le code {pole.code} si c'est lui, sinon créez ce pôle au back office"
                )

    # --- Writing -------------------------------------------------------------------------------------------------
    def _create(self, row: PoleRow) -> LineReport:
        if row.number is not None and row.number > self.highest + LARGEST_JUMP:
            last = Pole(number=self.highest).code if self.highest else "aucun"
            raise _Refused(f"code : {Pole(number=row.number).code} est trop loin du dernier donné ({last})")
        pole = create(row)
        self.highest = max(self.highest, pole.number)
        self._remember(pole, row)
        return LineReport(row.line, Outcome.CREATED, pole.name, pole.code)

    def _update(self, pole: Pole, row: PoleRow) -> LineReport:
        update = RowUpdate(pole, row)
        try:
            update.apply()
        except ValidationError:
            pole.refresh_from_db()
            raise
        self._remember(pole, row)
        outcome = Outcome.UPDATED if update.changes else Outcome.UNCHANGED
        return LineReport(row.line, outcome, pole.name, pole.code, update.changes, update.conflicts)

    def _remember(self, pole: Pole, row: PoleRow) -> None:
        self.poles[pole.pk] = pole
        self.line_of_pole[pole.pk] = row.line


def _same_place(pole: Pole, row: PoleRow) -> bool:
    """The same commune; the same département where one of the two has no commune."""
    if pole.seat_commune_id and row.commune:
        return pole.seat_commune_id == row.commune.pk
    return pole.seat_departement_id == (row.departement.pk if row.departement else None)
