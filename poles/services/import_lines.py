"""What becomes of each line of a file: one path, dry then wet, whatever the file is a list of."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from poles.services.files import Table
from poles.services.search_entries import written_at_the_end
from ptce_site.refusals import sentence

LINES_A_STEP = 100
Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What becomes of a line; the values are the words of the report."""

    CREATED = "créé"
    UPDATED = "modifié"
    UNCHANGED = "inchangé"
    REFUSED = "refusé"


@dataclass
class Change:
    """A field that a line changes, or would; `column` is what the file calls it."""

    field: str
    before: str
    after: str
    reason: str = ""
    column: str = ""

    def __str__(self) -> str:
        arrow = f"{self.column or self.field} : « {self.before} » → « {self.after} »"
        return f"{arrow} ({self.reason})" if self.reason else arrow


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


class Refused(Exception):  # noqa: N818 (what becomes of the line)
    """The line cannot be written; the arguments are the reasons."""


class Importer:
    """Writes lines of one kind, and remembers those before. Made once a run, inside its transaction."""

    def prepare(self, lines: Sequence[dict[str, str]]) -> None:
        """Read at once what the next lines need."""

    @abstractmethod
    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        """Raises Refused, ValidationError or a DatabaseError for a line that cannot be written.

        What it writes, it writes in a savepoint of its own, which that error takes back.
        """

    def write(self) -> None:
        """Write at once what the lines taken since the last time tell; a line that the database refuses is told so."""

    def finish(self) -> None:
        """Write at once what all the lines that were taken tell."""


def run(
    kind: Callable[[], Importer],
    table: Table,
    *,
    wet: bool = False,
    skip_refused: bool = False,
    progress: Progress | None = None,
    by_jobs: bool = False,
) -> Report:
    """Take every line, in one transaction.

    Nothing is written when `wet` is false, nor when a line is refused and `skip_refused` is false. `progress` is told how
    many lines are done, of how many, every LINES_A_STEP. `by_jobs`: see `search_entries.written_at_the_end`.
    """
    report = Report(unknown_columns=table.unknown_columns)
    report.lines += [LineReport(line, Outcome.REFUSED, "", reasons=[reason]) for line, reason in table.malformed]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")
            # Plans are kept from the first lines, when tables may be small: none may read a whole table that grows.
            cursor.execute("SET LOCAL enable_seqscan = off")
        with written_at_the_end(by_jobs=by_jobs):
            importer = kind()
            for start in range(0, len(table.rows), LINES_A_STEP):
                step = table.rows[start : start + LINES_A_STEP]
                importer.prepare([cells for _, cells in step])
                report.lines += [_take(importer, line, cells) for line, cells in step]
                importer.write()
                if progress:
                    progress(start + len(step), len(table.rows))
            importer.finish()
            report.written = wet and (skip_refused or not report.count(Outcome.REFUSED))
            transaction.set_rollback(not report.written)
    report.lines.sort(key=lambda line: line.line)
    return report


def _take(importer: Importer, line: int, cells: dict[str, str]) -> LineReport:
    try:
        return importer.take(line, cells)
    except Refused as refusal:
        reasons = list(refusal.args)
    except ValidationError as error:
        reasons = told(error)
    except (DataError, IntegrityError) as error:
        reasons = [refusal_of(error)]
    named = cells.get("name") or next(filter(None, cells.values()), "")
    return LineReport(line, Outcome.REFUSED, named, code=cells.get("code", ""), reasons=reasons)


def refusal_of(error: DataError | IntegrityError) -> str:
    """Why the database refuses a line."""
    if isinstance(error, DataError):
        return f"la base refuse une valeur ({str(error).strip().splitlines()[0]})"
    return sentence(error, apps.get_models(), "la base refuse cette ligne : elle en contredit une autre")


def told(error: ValidationError) -> list[str]:
    """The messages of an error, each after the field that it is about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        message if name == NON_FIELD_ERRORS else f"{name} : {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
