"""Import of a file of poles, that never overwrites what people or later sources said."""

from collections import defaultdict
from pathlib import Path

import pghistory
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from poles.codes import hyphenated, number_of
from poles.models import Pole, Sector
from poles.near_names import close_among
from poles.services.files import read_table
from poles.services.gazetteer import Gazetteer
from poles.services.import_lines import Importer, LineReport, Outcome, Progress, Refused, Report, refusal_of, run
from poles.services.leads import Leads
from poles.services.pole_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, PoleRow, read_row
from poles.services.pole_update import RowUpdate, create, new
from poles.services.slugs import Slugs
from poles.text import normalized

# A code given by a file raises the next ones for ever: one further than this is a slip of the finger.
LARGEST_JUMP = 1000


def import_poles(path: Path, *, wet: bool = False, skip_refused: bool = False, progress: Progress | None = None) -> Report:
    """Import a CSV file; see `import_lines.run`. Raises BrokenFile."""
    table = read_table(path, required=REQUIRED_COLUMNS, optional=OPTIONAL_COLUMNS)
    with pghistory.context(source=f"import {path.name}"):
        return run(PoleImporter, table, wet=wet, skip_refused=skip_refused, progress=progress)


class PoleImporter(Importer):
    """Takes lines of poles one by one; remembers the poles of the database and those of the lines before.

    New poles wait to be written together, which takes a tenth of the time; until then they have a number and no key.
    """

    def __init__(self) -> None:
        self.gazetteer = Gazetteer()
        self.slugs = Slugs.of_poles()
        self.leads = Leads()
        sectors = list(Sector.objects.all())
        self.sectors = {sector.name.casefold(): sector for sector in sectors} | {sector.slug: sector for sector in sectors}
        self.by_number: dict[int, Pole] = {}
        self.by_siret: dict[str, Pole] = {}
        self.by_name: dict[str, list[Pole]] = defaultdict(list)
        self.of_departement: dict[int, dict[int, str]] = defaultdict(dict)
        for pole in Pole.objects.filter(merged_into=None).select_related("seat_commune", "seat_departement").order_by("pk"):
            self._remember(pole)
        for number, other in Pole.objects.exclude(merged_into=None).values_list("number", "merged_into__number"):
            self.by_number[number] = self.by_number[other]  # refused with the code that it has become
        self.line_of_pole: dict[int, int] = {}
        self.made: set[int] = set()  # numbers that this file gives, kept only if it is written
        self.highest = Pole.objects.order_by("-number").values_list("number", flat=True).first() or 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.next_pole_number()")  # nobody else is given one before the transaction ends
            self.next_number: int = cursor.fetchone()[0]
        self.waiting: list[tuple[Pole, PoleRow, LineReport]] = []

    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        """Raises Refused, ValidationError."""
        row = read_row(line, self._completed(cells), self.gazetteer, self.sectors)
        if row.errors:
            raise Refused(*row.errors)
        pole = self._match(row)
        if pole and not cells.get("departement_code") and row.departement != pole.seat_departement:
            raise Refused(
                f"departement_code : {row.commune} est dans un autre département ({row.departement}) que le pôle "
                f"({pole.seat_departement}) : donnez le département pour le déplacer"
            )
        return self._update(pole, row) if pole else self._create(row)

    # --- Which pole a line is about ------------------------------------------------------------------------------
    def _completed(self, cells: dict[str, str]) -> dict[str, str]:
        """With the name and the place of the pole, where a line tells it by its code alone. Raises Refused."""
        number = number_of(hyphenated(cells.get("code", ""))) or 0
        pole = self.by_number.get(number)
        if pole is None:
            if number and not cells.get("name"):
                raise Refused(f"code : aucun pôle n'a le code {cells['code']} ; pour un nouveau, donnez aussi son nom")
            return cells
        name = cells.get("name") or pole.name
        is_placed = any(cells.get(column) for column in ("departement_code", "commune", "insee_code"))
        return {**cells, "name": name} | ({} if is_placed else {"departement_code": pole.seat_departement.code})

    def _match(self, row: PoleRow) -> Pole | None:
        pole = self._same(row)
        holder = self.by_siret.get(row.values.get("siret", ""))
        if holder and holder is not pole:
            raise Refused(f"siret : c'est déjà celui de {self._called(holder)} « {holder.name} »")
        if pole is None:
            if not row.is_new:
                self._refuse_near_duplicate(row)
            return None
        if pole.number in self.line_of_pole:
            code = "" if pole.number in self.made else f" ({pole.code})"
            raise Refused(f"même pôle que la ligne {self.line_of_pole[pole.number]}{code}")
        if row.number is not None and row.number != pole.number:
            raise Refused(f"code : ce pôle est déjà enregistré sous {pole.code}")
        return pole

    def _same(self, row: PoleRow) -> Pole | None:
        """By code, else SIRET, else name and place."""
        known = self.by_number.get(row.number or 0) or self.by_siret.get(row.values.get("siret", ""))
        if known:
            return known
        found = [pole for pole in self.by_name[normalized(row.name)] if _same_place(pole, row)]
        if len(found) > 1:
            codes = ", ".join(self._called(pole) for pole in found)
            raise Refused(f"plusieurs pôles ont ce nom à cet endroit ({codes}) : précisez le code")
        return found[0] if found else None

    def _called(self, pole: Pole) -> str:
        """Its code; of one that this file makes, and whose code is not given yet, its line."""
        return f"la ligne {self.line_of_pole[pole.number]}" if pole.number in self.made else pole.code

    def _refuse_near_duplicate(self, row: PoleRow) -> None:
        if row.departement is None:
            return
        number = close_among(normalized(row.name), self.of_departement[row.departement.pk])
        if number is not None:
            pole = self.by_number[number]
            same = "gardez une des deux lignes" if number in self.made else f"donnez le code {pole.code} si c'est lui"
            raise Refused(
                f"quasi-doublon de {self._called(pole)} « {pole.name} », même département : "
                f"{same}, sinon écrivez « oui » dans une colonne « nouveau pôle »"
            )

    # --- Writing -------------------------------------------------------------------------------------------------
    def _create(self, row: PoleRow) -> LineReport:
        if row.number is not None and row.number > self.highest + LARGEST_JUMP:
            last = Pole(number=self.highest).code if self.highest else "aucun"
            raise Refused(f"code : {Pole(number=row.number).code} est trop loin du dernier donné ({last})")
        pole = new(row, self.slugs.free(row.name), row.number or self.next_number, self.leads)
        report = LineReport(row.line, Outcome.CREATED, pole.name, pole.code)
        self.waiting.append((pole, row, report))
        self.slugs.taken.add(pole.slug)
        self.highest = max(self.highest, pole.number)
        self.next_number = max(self.next_number, pole.number + 1)
        self._remember(pole)
        self.line_of_pole[pole.number] = row.line
        self.made.add(pole.number)
        return report

    def write(self) -> None:
        waiting, self.waiting = self.waiting, []
        try:
            create([(pole, row) for pole, row, _ in waiting])
        except (DataError, IntegrityError):
            for one in waiting:
                self._write_alone(*one)

    def _write_alone(self, pole: Pole, row: PoleRow, report: LineReport) -> None:
        try:
            create([(pole, row)])
        except (DataError, IntegrityError) as error:
            report.outcome, report.reasons = Outcome.REFUSED, [refusal_of(error)]
            self._forget(pole)
            self.slugs.taken.discard(pole.slug)
            del self.by_number[pole.number], self.line_of_pole[pole.number]

    def _update(self, pole: Pole, row: PoleRow) -> LineReport:
        update = RowUpdate(pole, row, self.leads)
        self._forget(pole)
        try:
            with transaction.atomic():
                update.apply()
        except (ValidationError, DatabaseError):
            pole.refresh_from_db()
            raise
        finally:
            self._remember(pole)
        self.line_of_pole[pole.number] = row.line
        outcome = Outcome.UPDATED if update.changes else Outcome.UNCHANGED
        return LineReport(row.line, outcome, pole.name, pole.code, update.changes, update.conflicts)

    def _remember(self, pole: Pole) -> None:
        self.by_number[pole.number] = pole
        if pole.siret:
            self.by_siret[pole.siret] = pole
        if pole not in self.by_name[pole.sort_key]:
            self.by_name[pole.sort_key].append(pole)
        self.of_departement[pole.seat_departement_id][pole.number] = pole.sort_key

    def _forget(self, pole: Pole) -> None:
        """Before it changes."""
        self.by_siret.pop(pole.siret, None)
        self.by_name[pole.sort_key].remove(pole)
        self.of_departement[pole.seat_departement_id].pop(pole.number, None)


def _same_place(pole: Pole, row: PoleRow) -> bool:
    """The same commune; the same département where one of the two has no commune."""
    if pole.seat_commune_id and row.commune:
        return pole.seat_commune_id == row.commune.pk
    return pole.seat_departement_id == (row.departement.pk if row.departement else None)
