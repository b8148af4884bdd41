"""Past signatories from a file: who had signed which version, when, according to whom."""

import datetime
from calendar import monthrange
from pathlib import Path

import pghistory

from accounts.models import User
from charter import rights
from charter.models import CharterVersion, Signature
from charter.services import recognitions, signatures
from poles import partial_dates
from poles.enums import StartPrecision
from poles.models import Pole
from poles.services.files import read_table
from poles.services.import_kinds import Column, ImportKind
from poles.services.import_lines import Importer, LineReport, Outcome, Progress, Refused, Report, run
from poles.services.known_names import KnownNames
from ptce_site.clock import today

# `pole` is a code (PTCE-0012), an address (clus-ter-jura) or an exact name; `date` a year, a month or a day.
COLUMNS = ("pole", "version", "date", "source")


def import_signatories(path: Path, *, wet: bool = False, progress: Progress | None = None) -> Report:
    """Add past signatures to the register; lines that are right are added even when others are refused. Raises BrokenFile."""
    table = read_table(path, required=COLUMNS)
    with pghistory.context(source=f"import de signataires : {path.name}"):
        return run(SignatureImporter, table, wet=wet, skip_refused=True, progress=progress)


class SignatureImporter(Importer):
    """Takes lines of past signatures one by one. A signature that the register has already is left as it is."""

    def __init__(self, user: User | None = None) -> None:
        self.user = user
        self.known = KnownNames()
        self.versions = {version.slug: version for version in CharterVersion.objects.all()}
        self.signed: set[int] = set()

    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        """Raises Refused, ValidationError."""
        try:
            signature, day, precision = self._read(cells)
        except ValueError as error:
            raise Refused(str(error)) from error
        try:
            signatures.add_past(self.user, signature, day, precision)
        except signatures.Known:
            outcome = Outcome.UNCHANGED
        else:
            outcome = Outcome.CREATED
            self.signed.add(signature.pole_id)  # type: ignore[arg-type]
        pole: Pole = signature.pole  # type: ignore[assignment]
        return LineReport(line, outcome, pole.name, pole.code)

    def finish(self) -> None:
        """Tell the directory."""
        recognitions.project(self.signed)

    def _read(self, cells: dict[str, str]) -> tuple[Signature, datetime.date, StartPrecision]:
        """The signature to make, and its day with how precise it is. Raises ValueError."""
        if not cells["source"]:
            raise ValueError("source : une signature passée dit où on la trouve")
        version = self.versions.get(cells["version"])
        if version is None:
            there = ", ".join(sorted(self.versions))
            raise ValueError(f"version : aucune n'a l'adresse « {cells['version']} » ; il y a : {there}")
        day, precision = _day(cells["date"])
        if _last_day(day, precision) < version.adopted_on:
            raise ValueError("date : avant l'adoption de cette version")
        signature = Signature(pole_id=self.known.pole(cells["pole"]), version=version, source=cells["source"])
        return signature, day, precision


SIGNATURES = ImportKind(
    "signatures", "Signatures passées de la charte",
    "Le pôle par son code, son adresse ou son nom ; la version par son adresse ; la date : une année, un mois ou un jour.",
    (
        Column("pole", "pôle", ("code du pôle", "ptce", "nom du pôle"), is_required=True),
        Column("version", "version", ("version de la charte",), is_required=True),
        Column("date", "date", ("date de signature", "signée le"), is_required=True),
        Column("source", "source", ("trouvée où",), is_required=True),
    ),
    SignatureImporter, rights.decides_signatures,
)  # fmt: skip


def _day(cell: str) -> tuple[datetime.date, StartPrecision]:
    try:
        day, precision = partial_dates.read(cell)
    except ValueError as error:
        raise ValueError(f"date : « {cell} » est illisible. {error}") from error
    if day is None:
        raise ValueError(f"date : à remplir. {partial_dates.NEEDED}")
    if day > today():
        raise ValueError(f"date : « {cell} » est à venir")
    return day, precision


def _last_day(day: datetime.date, precision: StartPrecision) -> datetime.date:
    """The last day that a date known by its year or its month may stand for."""
    if precision == StartPrecision.YEAR:
        return datetime.date(day.year, 12, 31)
    if precision == StartPrecision.MONTH:
        return datetime.date(day.year, day.month, monthrange(day.year, day.month)[1])
    return day
