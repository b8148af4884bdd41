"""Past signatories from a file: who had signed which version, when, according to whom. One path, dry then wet."""

import datetime
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import pghistory
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from charter.models import CharterVersion, Signature
from charter.services import signatures
from poles import partial_dates
from poles.codes import number_of
from poles.enums import StartPrecision
from poles.models import FormerSlug, Pole
from poles.services.files import LARGEST_FILE, BrokenFile, read_table
from poles.text import normalized
from ptce_site.clock import today

# `pole` is a code (PTCE-0012), an address (clus-ter-jura) or an exact name; `date` a year, a month or a day.
COLUMNS = ("pole", "version", "date", "source")
LINES_A_STEP = 500


class Outcome(StrEnum):
    """What becomes of a line; the values are the words of the report."""

    ADDED = "ajoutée"
    KNOWN = "déjà au registre"
    REFUSED = "refusée"


@dataclass
class LineReport:
    """What became of one line."""

    line: int
    outcome: Outcome
    pole: str
    reason: str = ""
    code: str = ""


@dataclass
class Report:
    """What an import did, or would do."""

    lines: list[LineReport] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    written: bool = False

    def count(self, outcome: Outcome) -> int:
        """Lines of that outcome."""
        return sum(line.outcome == outcome for line in self.lines)


def import_signatories(
    path: Path, *, user: User | None = None, wet: bool = False, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Add past signatures to the register: lines that are right are added even when others are refused.

    Without `wet`, everything is done then undone: the report is what would be. Raises BrokenFile.
    """
    table = read_table(path, required=COLUMNS)
    report = Report(unknown_columns=table.unknown_columns, written=wet)
    report.lines += [LineReport(line, Outcome.REFUSED, "", reason) for line, reason in table.malformed]
    versions = {one.slug: one for one in CharterVersion.objects.all()}
    with transaction.atomic(), pghistory.context(source=f"import de signataires : {path.name}"):
        for number, (line, cells) in enumerate(table.rows, start=1):
            report.lines.append(_take(line, cells, versions, user))
            if progress and number % LINES_A_STEP == 0:
                progress(number, len(table.rows))
        report.lines.sort(key=lambda line: line.line)
        transaction.set_rollback(not wet)
    return report


def import_uploaded(file: UploadedFile, user: User, *, wet: bool) -> Report:
    """The same of a file that was sent. Raises BrokenFile."""
    if (file.size or 0) > LARGEST_FILE:
        raise BrokenFile(f"{file.name} : plus de {LARGEST_FILE // 2**20} Mo.")
    with TemporaryDirectory() as folder:
        kept = Path(folder) / (Path(file.name or "").name or "fichier.csv")
        with kept.open("wb") as copy:
            copy.writelines(file.chunks())
        return import_signatories(kept, user=user, wet=wet)


def _take(line: int, cells: dict[str, str], versions: dict[str, CharterVersion], user: User | None) -> LineReport:
    try:
        with transaction.atomic():
            pole, signature, day, precision = _read(cells, versions)
            if signatures.known(signature, day):
                return LineReport(line, Outcome.KNOWN, pole.name, code=pole.code)
            signatures.add_past(user, signature, day, precision)
    except (ValidationError, ValueError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return LineReport(line, Outcome.REFUSED, cells["pole"], reason)
    return LineReport(line, Outcome.ADDED, pole.name, code=pole.code)


def _read(cells: dict[str, str], versions: dict[str, CharterVersion]) -> tuple[Pole, Signature, datetime.date, StartPrecision]:
    """The pole, the signature to make, and its day with how precise it is. Raises ValueError, ValidationError."""
    if not cells["source"]:
        raise ValueError("La source manque : une signature passée dit où on la trouve.")
    version = versions.get(cells["version"])
    if version is None:
        raise ValueError(f"Aucune version n'a l'adresse « {cells['version']} » ; il y a : {', '.join(sorted(versions))}.")
    try:
        day, precision = partial_dates.read(cells["date"])
    except ValueError as error:
        raise ValueError(f"Date illisible : « {cells['date']} ». {error}") from error
    if day is None:
        raise ValueError(f"La date manque. {partial_dates.NEEDED}")
    if day > today():
        raise ValueError("Cette date est à venir.")
    if _last_day(day, precision) < version.adopted_on:
        raise ValueError("Cette date précède l'adoption de la version.")
    pole = _pole(cells["pole"])
    signature = Signature(
        pole=pole, version=version, name=pole.name, commune=pole.seat_commune, siret=pole.siret, source=cells["source"]
    )
    return pole, signature, day, precision


def _last_day(day: datetime.date, precision: StartPrecision) -> datetime.date:
    """The last day that a date known by its year or its month may stand for."""
    if precision == StartPrecision.YEAR:
        return datetime.date(day.year, 12, 31)
    if precision == StartPrecision.MONTH:
        return datetime.date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day


def _pole(text: str) -> Pole:
    """Raises ValueError when no pole, or more than one, is meant."""
    number = number_of(text)
    if number is not None:
        found = Pole.objects.filter(number=number)
    else:
        former = FormerSlug.objects.filter(slug=text).values("pole")
        found = Pole.objects.filter(slug=text) | Pole.objects.filter(pk__in=former)
        if not found.exists() and normalized(text):
            found = Pole.objects.filter(sort_key=normalized(text))
    poles = list(found[:2])
    if not poles:
        raise ValueError(f"Aucun pôle ne s'appelle « {text} », ni n'a ce code.")
    if len(poles) > 1:
        raise ValueError(f"Plusieurs pôles s'appellent « {text} » : donnez le code.")
    return poles[0]
