"""Past signatories from a file: who had signed which version, when, according to whom."""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path

import pghistory
from django.db import transaction

from accounts.models import User
from charter import rights
from charter.models import CharterVersion, Signature
from charter.services import recognitions, signatures
from poles import partial_dates
from poles.enums import StartPrecision
from poles.services.files import read_table
from poles.services.import_kinds import Column, ImportKind
from poles.services.import_lines import Importer, LineReport, Outcome, Progress, Refused, Report, run
from poles.services.known_names import KnownNames
from poles.templatetags.french import when
from poles.text import normalized
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
        versions = list(CharterVersion.objects.all())
        self.versions = {name: one for one in versions for name in (normalized(str(one)), one.slug)}
        self.held: dict[int, signatures.Signed] = {}
        self.changed: set[int] = set()

    def prepare(self, lines: Sequence[dict[str, str]]) -> None:
        """Hold the poles of the next lines; that of a line that is refused is held again by the next one."""
        keys = set()
        for cells in lines:
            with contextlib.suppress(ValueError):  # told when the line is taken
                keys.add(self.known.pole(cells["pole"]))
        self.held = signatures.held(keys)

    @transaction.atomic
    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        """Raises Refused, ValidationError."""
        try:
            signature, pk, day, precision = self._read(cells)
        except ValueError as error:
            raise Refused(str(error)) from error
        signed = self.held.pop(pk, None) or signatures.held([pk])[pk]
        there = signatures.same(signed, signature.version, day)
        if there is None:
            if not signature.source:
                raise Refused("source : une signature passée dit où on la trouve")
            signatures.add_past(self.user, signed, signature, day, precision)
            self.changed.add(pk)
        elif (there.period.lower, there.start_precision) != (day, precision):
            raise Refused(
                f"date : {there.code} est au registre {when(there)} ; une signature enregistrée ne change pas de date"
            )
        self.held[pk] = signed
        return LineReport(line, Outcome.UNCHANGED if there else Outcome.CREATED, signed.pole.name, signed.pole.code)

    def finish(self) -> None:
        """Tell the directory."""
        recognitions.project(self.changed)

    def _read(self, cells: dict[str, str]) -> tuple[Signature, int, datetime.date, StartPrecision]:
        """The signature to make, the key of its pole, and its day with how precise it is. Raises ValueError."""
        version = self.versions.get(cells["version"]) or self.versions.get(normalized(cells["version"]))
        if version is None:
            there = ", ".join(sorted({version.slug for version in self.versions.values()}))
            raise ValueError(f"version : aucune n'a l'adresse « {cells['version']} » ; il y a : {there}")
        day, precision = _day(cells["date"])
        if partial_dates.last_day(day, precision) < version.adopted_on:
            raise ValueError("date : avant l'adoption de cette version")
        return Signature(version=version, source=cells["source"]), self.known.pole(cells["pole"]), day, precision


SIGNATURES = ImportKind(
    "signatures", "Signatures passées de la charte",
    "Le pôle par son code, son adresse ou son nom ; la version par son adresse ou son titre ; la date : une année, un mois "
    "ou un jour.",
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
