"""One line of a file of poles: what it says once read, or everything that is wrong with it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from poles.enums import Confidence, LegalForm, RecognitionKind, Scale
from poles.models import Collectivity, Sector
from poles.services import cells as read
from poles.services.gazetteer import Gazetteer
from poles.text import normalized
from ptce_site.clock import today

REQUIRED_COLUMNS = ("name", "departement_code")
OPTIONAL_COLUMNS: tuple[str, ...] = ("code", "as_of", "short_description_fr", "commune", "insee_code", "region_name")
OPTIONAL_COLUMNS += ("legal_form", "lead_organisation", "founded_year", "sectors", "labels", "members_count", "website")
OPTIONAL_COLUMNS += ("source_urls", "confidence", "siren", "siret", "rna", "is_new")
OPTIONAL_COLUMNS += ("acronym", "description", "scale", "ended_year", "email", "phone")
OPTIONAL_COLUMNS += ("last_evidence_on", "last_evidence_source")

# The columns of what the report names, where they bear another name than the field.
COLUMN_OF = {
    "summary": "short_description_fr",
    "seat": "commune",
    "recognitions": "labels",
    "sources": "source_urls",
    "members_announced": "members_count",
    "checked_on": "as_of",
}

# The labels of a file are the calls and lists of the time before the charter's register.
# Another call is named beside, in a file of recognitions.
TOLD_ELSEWHERE = (RecognitionKind.CHARTER, RecognitionKind.SELF_DECLARED, RecognitionKind.OTHER_CALL)
LABELS = {kind.value: kind for kind in RecognitionKind if kind not in TOLD_ELSEWHERE}


@dataclass
class PoleRow:
    """What a line says. `values` holds the plain fields it gives, by their name in the model; empty cells say nothing."""

    line: int
    as_of: datetime.date
    name: str = ""
    number: int | None = None
    is_new: bool = False
    """Whether a person said that it is none of the poles with a like name."""
    departement: Collectivity | None = None
    commune: Collectivity | None = None
    values: dict[str, Any] = field(default_factory=dict)
    lead_organisation: str = ""
    sectors: list[Sector] = field(default_factory=list)
    labels: list[RecognitionKind] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_row(line: int, cells: dict[str, str], gazetteer: Gazetteer, sectors: dict[str, Sector]) -> PoleRow:
    """Read one line; `errors` of the answer lists everything that is wrong with it, in French.

    `sectors` are by identifier and by name, without capitals.
    """
    known = dict.fromkeys(sector.name for sector in sectors.values())
    row = PoleRow(line=line, as_of=today())
    reader = _Reader(row, cells)
    row.as_of = reader.value("as_of", read.day) or today()
    row.number = reader.value("code", read.code)
    row.is_new = bool(reader.value("is_new", read.yes))
    row.name = reader.text("name", 200, required=True, named=True)
    row.lead_organisation = reader.text("lead_organisation", 250, named=True)
    row.sectors = reader.several("sectors", lambda text: sectors[text.casefold()], "secteur inconnu", known)
    row.labels = reader.several("labels", _label, "label inconnu", [str(kind.label) for kind in LABELS.values()])
    row.sources = reader.value("source_urls", read.addresses) or []
    values = {
        "name": row.name,
        "acronym": reader.text("acronym", 40),
        "summary": reader.text("short_description_fr", 400),
        "description": cells.get("description", "").strip(),
        "legal_form": reader.value("legal_form", read.choice(LegalForm, "forme juridique inconnue")),
        "confidence": reader.value("confidence", read.choice(Confidence, "confiance inconnue")),
        "scale": reader.value("scale", read.choice(Scale, "échelle inconnue")),
        "founded_year": reader.value("founded_year", read.year),
        "ended_year": reader.value("ended_year", read.year),
        "members_announced": reader.value("members_count", read.count),
        "website": reader.value("website", read.address),
        "email": reader.value("email", read.email),
        "phone": reader.text("phone", 20),
        "siren": reader.value("siren", read.siren),
        "siret": reader.value("siret", read.siret),
        "rna": reader.value("rna", read.rna),
        "checked_on": row.as_of if cells.get("as_of") else None,
        "last_evidence_on": reader.value("last_evidence_on", read.day),
        "last_evidence_source": reader.text("last_evidence_source", 500),
    }
    row.values = {name: value for name, value in values.items() if value not in (None, "")}
    siren, siret = row.values.get("siren"), row.values.get("siret")
    if siren and siret and not siret.startswith(siren):
        row.errors.append(f"siret : « {siret} » ne commence pas par le SIREN {siren}")
    row.departement, row.commune, problems = gazetteer.seat(
        departement_code=cells.get("departement_code", ""),
        insee_code=cells.get("insee_code", ""),
        commune_name=cells.get("commune", ""),
        region_name=cells.get("region_name", ""),
    )
    row.errors += problems
    return row


def _label(text: str) -> RecognitionKind:
    """By identifier, or in words. Raises KeyError."""
    return LABELS.get(text) or LABELS[read.by_words(RecognitionKind)[normalized(text)]]


class _Reader:
    """Reads cells one by one, and gathers what is wrong in them."""

    def __init__(self, row: PoleRow, cells: dict[str, str]) -> None:
        self.row, self.cells = row, cells

    def value(self, column: str, convert: Callable[[str], Any]) -> Any:
        """The cell once converted; None when it is empty or wrong."""
        cell = self.cells.get(column, "")
        if not cell:
            return None
        try:
            return convert(cell)
        except ValueError as error:
            self.row.errors.append(f"{column} : {error}")
            return None

    def text(self, column: str, longest: int, *, required: bool = False, named: bool = False) -> str:
        """The cell on one line; `named` when it is a name, which must be comparable with others."""
        text = " ".join(self.cells.get(column, "").split())
        if len(text) > longest:
            self.row.errors.append(f"{column} : {len(text)} caractères, il en faut {longest} au plus")
        elif required and not text:
            self.row.errors.append(f"{column} : à remplir")
        elif named and text and not normalized(text):
            self.row.errors.append(f"{column} : « {text} » n'a ni lettre latine ni chiffre")
        return text

    def several(self, column: str, find: Callable[[str], Any], unknown: str, values: Iterable[str]) -> list[Any]:
        """The cell's values, separated by semicolons, each once; `values` are told to who wrote another."""
        found = []
        for slug in dict.fromkeys(part.strip() for part in self.cells.get(column, "").split(";")):
            if not slug:
                continue
            try:
                found.append(find(slug))
            except KeyError:
                self.row.errors.append(f"{column} : {unknown} « {slug} » (valeurs : {', '.join(values)})")
        return found
