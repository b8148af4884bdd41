"""Importing a file from the back office: its columns are matched, it is tried, its good lines are written as one operation.

Trying and writing are jobs, each one transaction: a worker killed in the middle has written nothing, and the job begins anew.
"""

import datetime
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import User
from poles.enums import ImportState, OperationKind
from poles.models import Import
from poles.services import workbooks
from poles.services.files import LARGEST_FILE, BrokenFile, Table, read_csv
from poles.services.import_kinds import ImportKind, kind_of
from poles.services.import_lines import Change, LineReport, Outcome, Report, run
from poles.services.operations import recording

JOB = "poles.import"
KEPT_FOR = datetime.timedelta(days=30)
State = ImportState
GOES_ON = (State.TRYING, State.WRITING)
LOST = (OperationalError, InterfaceError)


def receive(user: User, kind: str, file: UploadedFile) -> Import:
    """Keep what a file holds, its columns matched as well as their names allow. Raises PermissionDenied, BrokenFile."""
    _require(user, kind_of(kind))
    name = PurePath(file.name or "").name or "fichier"
    if (file.size or 0) > LARGEST_FILE:
        raise BrokenFile(f"{name} : plus de {LARGEST_FILE // 2**20} Mo, c'est trop pour une liste.")
    content = file.read()
    if content.startswith(workbooks.OLD_OR_LOCKED):
        raise BrokenFile(f"{name} : ancien format XLS, ou classeur à mot de passe ; enregistrez-le au format XLSX.")
    is_workbook = content.startswith(workbooks.BEGINS)
    if content.startswith(b"%PDF") or (name.lower().endswith(".xlsx") and not is_workbook):
        raise BrokenFile(f"{name} : ni un tableau CSV, ni un classeur XLSX.")
    table = workbooks.read_workbook(content, name) if is_workbook else read_csv(content, name, waited_for=True)
    if len(table.rows) > workbooks.MOST_LINES:
        raise BrokenFile(f"{name} : plus de {workbooks.MOST_LINES} lignes, coupez le fichier.")
    return Import.objects.create(
        kind=kind,
        file_name=name[-200:],
        table={
            "columns": table.columns,
            "rows": [[line, list(cells.values())] for line, cells in table.rows],
            "malformed": table.malformed,
        },
        columns=kind_of(kind).matched(table.columns),
        lines=len(table.rows) + len(table.malformed),
        by=user,
    )


@transaction.atomic
def try_out(user: User, pk: int, columns: Mapping[str, str]) -> Import:
    """Say what each line would become. `columns` gives, for each title of the file, the column that it is, or nothing.

    Raises PermissionDenied, ValidationError.
    """
    held = _hold(user, pk)
    if held.state not in GOES_ON and held.state != State.WRITTEN:
        held.columns = _checked(kind_of(held.kind), _table(held), columns)
        _start(held, State.TRYING)
    return held


@transaction.atomic
def write(user: User, pk: int) -> Import:
    """Write the good lines of what was tried. Once. Raises PermissionDenied, ValidationError."""
    held = _hold(user, pk)
    if held.state == State.TRIED:
        if not good_lines(held):
            raise ValidationError("Aucune ligne n'est à écrire.")
        _start(held, State.WRITING)
    return held


def work(pk: int) -> None:
    """Try or write, as the import stands; nothing when it waits for a person."""
    held = Import.objects.select_related("by").filter(pk=pk, state__in=GOES_ON).first()
    if held is None:
        return
    progress = _Progress(pk)
    try:
        _work(held, progress)
    except LOST:
        raise  # the job begins anew
    except Exception:
        Import.objects.filter(pk=pk, state=held.state).update(state=State.FAILED)
        raise
    finally:
        progress.close()


def report_of(held: Import) -> Report:
    """What the last try or writing says, line by line."""
    report = Report(unknown_columns=(held.report or {}).get("unknown_columns", []), written=held.state == State.WRITTEN)
    for line in (held.report or {}).get("lines", []):
        changes, conflicts = ([Change(**one) for one in line[name]] for name in ("changes", "conflicts"))
        said = {**line, "outcome": Outcome(line["outcome"]), "changes": changes, "conflicts": conflicts}
        report.lines.append(LineReport(**said))
    return report


def good_lines(held: Import) -> int:
    """How many lines a writing would write."""
    return int(held.counts.get(Outcome.CREATED, 0)) + int(held.counts.get(Outcome.UPDATED, 0))


def refused_lines(held: Import) -> list[list[str]]:
    """The titles of the file and one for the reasons; then each refused line as it was sent, with why."""
    why = {line.line: " ; ".join(line.reasons) for line in report_of(held).lines if line.outcome == Outcome.REFUSED}
    rows: list[Any] = (held.table or {}).get("rows", [])
    titles = (held.table or {}).get("columns", [])
    return [[*titles, "pourquoi"], *([*cells, why[line]] for line, cells in rows if line in why)]


def erase_old() -> int:
    """Forget what files held: they may name persons. How many."""
    old = Import.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR)
    abandoned, _ = old.exclude(state__in=(State.WRITTEN, State.FAILED)).delete()
    return abandoned + old.exclude(table=None, report=None).update(table=None, report=None)


def may_see(user: Any, held: Import) -> bool:
    """Who may import that kind."""
    return kind_of(held.kind).may(user)


class _Progress:
    """Tells how far a job is, on a connection of its own: what the job writes is seen only when it is over."""

    def __init__(self, pk: int) -> None:
        self.pk, self.connection = pk, connection.copy()

    def __call__(self, done: int, of: int) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("UPDATE poles_import SET done = %s WHERE id = %s", [done, self.pk])

    def close(self) -> None:
        self.connection.close()


@transaction.atomic
def _work(held: Import, progress: _Progress) -> None:
    with connection.cursor() as cursor:  # two jobs of one import wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")
    if not Import.objects.filter(pk=held.pk, state=held.state).exists():
        return
    kind, table, by = kind_of(held.kind), _table(held).renamed(held.columns), held.by
    if by is None:
        raise PermissionDenied
    _require(by, kind)
    if held.state == State.WRITING:
        with recording(by, OperationKind.IMPORT, f"{kind.label} : {held.file_name}") as recorded:
            report = run(lambda: kind.importer(by), table, wet=True, skip_refused=True, progress=progress, by_jobs=True)
        held.operation, held.state = recorded.operation, State.WRITTEN
    else:
        report = run(lambda: kind.importer(by), table, progress=progress)
        held.state = State.TRIED
    _name_columns(report, kind, held.columns)
    held.report = {"lines": [asdict(line) for line in report.lines], "unknown_columns": report.unknown_columns}
    held.counts = {outcome: report.count(outcome) for outcome in Outcome}
    held.done = held.lines
    held.save(update_fields=["report", "counts", "done", "state", "operation"])


def _name_columns(report: Report, kind: ImportKind, columns: Mapping[str, str]) -> None:
    """The report calls the columns as the file does; those that the file lacks, by their label."""
    names = {column.name: column.label for column in kind.columns} | {column: title for title, column in columns.items()}
    for line in report.lines:
        told = [reason.partition(" : ") for reason in line.reasons]
        line.reasons = [f"{names.get(column, column)}{colon}{rest}" for column, colon, rest in told]
        for change in (*line.changes, *line.conflicts):
            change.column = names.get(change.column or change.field, change.column)


def _start(held: Import, state: ImportState) -> None:
    held.state, held.done = state, 0
    held.save(update_fields=["state", "done", "columns"])
    app.configure_task(JOB).defer(pk=held.pk)


def _hold(user: User, pk: int) -> Import:
    held = Import.objects.select_for_update(of=("self",)).get(pk=pk)
    _require(user, kind_of(held.kind))
    return held


def _require(user: User, kind: ImportKind) -> None:
    if not kind.may(user):
        raise PermissionDenied


def _table(held: Import) -> Table:
    if held.table is None:
        raise ValidationError("Le contenu de ce fichier est effacé : envoyez-le de nouveau.")
    columns = held.table["columns"]
    rows = [(line, dict(zip(columns, cells, strict=True))) for line, cells in held.table["rows"]]
    return Table(rows, [(line, reason) for line, reason in held.table["malformed"]], [], columns)


def _checked(kind: ImportKind, table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    known = {column.name: column for column in kind.columns}
    chosen = {title: name for title, name in columns.items() if title in table.columns and name in known}
    twice = sorted({known[name].label for name in chosen.values() if list(chosen.values()).count(name) > 1})
    missing = [column.label for column in kind.missing(chosen.values())]
    problems = [f"« {label} » est pris de deux colonnes : gardez-en une." for label in twice]
    problems += [f"Dites quelle colonne est « {label} » : sans elle, aucune ligne ne se lit." for label in missing]
    if problems:
        raise ValidationError(problems)
    return chosen
