"""One line of a file of poles: what it says once read, or everything that is wrong with it."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from poles.codes import HIGHEST_NUMBER, PREFIX, code_of
from poles.constraints import FIRST_YEAR, HTTP_ADDRESS, RNA_NUMBER
from poles.enums import Confidence, LegalForm, RecognitionKind
from poles.models import Collectivity, Sector
from poles.services.gazetteer import Gazetteer
from poles.text import normalized
from ptce_site.clock import today

REQUIRED_COLUMNS = ("name", "departement_code")
OPTIONAL_COLUMNS: tuple[str, ...] = ("code", "as_of", "short_description_fr", "commune", "insee_code", "region_name")
OPTIONAL_COLUMNS += ("legal_form", "lead_organisation", "founded_year", "sectors", "labels", "members_count", "website")
OPTIONAL_COLUMNS += ("source_urls", "confidence", "siren", "siret", "rna")

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
LABELS = {kind.value: kind for kind in RecognitionKind if kind not in {RecognitionKind.CHARTER, RecognitionKind.SELF_DECLARED}}
MOST_MEMBERS = 100_000
check_url = URLValidator(schemes=["http", "https"])
check_public = RegexValidator(HTTP_ADDRESS)


@dataclass
class PoleRow:
    """What a line says. `values` holds the plain fields it gives, by their name in the model; empty cells say nothing."""

    line: int
    as_of: datetime.date
    name: str = ""
    number: int | None = None
    departement: Collectivity | None = None
    commune: Collectivity | None = None
    values: dict[str, Any] = field(default_factory=dict)
    lead_organisation: str = ""
    sectors: list[Sector] = field(default_factory=list)
    labels: list[RecognitionKind] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_row(line: int, cells: dict[str, str], gazetteer: Gazetteer, sectors: dict[str, Sector]) -> PoleRow:
    """Read one line; `errors` of the answer lists everything that is wrong with it, in French."""
    row = PoleRow(line=line, as_of=today())
    reader = _Reader(row, cells)
    row.as_of = reader.value("as_of", _day) or today()
    row.number = reader.value("code", _code)
    row.name = reader.text("name", 200, required=True, named=True)
    row.lead_organisation = reader.text("lead_organisation", 250, named=True)
    row.sectors = reader.several("sectors", lambda slug: sectors[slug], "secteur inconnu")
    row.labels = reader.several("labels", lambda slug: LABELS[slug], "label inconnu")
    row.sources = reader.value("source_urls", _addresses) or []
    values = {
        "name": row.name,
        "summary": reader.text("short_description_fr", 400),
        "legal_form": reader.value("legal_form", _choice(LegalForm.values, "forme juridique inconnue")),
        "confidence": reader.value("confidence", _choice(Confidence.values, "confiance inconnue")),
        "founded_year": reader.value("founded_year", _year),
        "members_announced": reader.value("members_count", _count),
        "website": reader.value("website", _address),
        "siren": reader.value("siren", _siren),
        "siret": reader.value("siret", _siret),
        "rna": reader.value("rna", _rna),
        "checked_on": row.as_of if cells.get("as_of") else None,
    }
    row.values = {name: value for name, value in values.items() if value not in (None, "")}
    siren, siret = row.values.get("siren"), row.values.get("siret")
    if siren and siret and not siret.startswith(siren):
        row.errors.append(f"siret : « {siret} » ne commence pas par le SIREN {siren}")
    row.departement, row.commune, problems = gazetteer.seat(
        departement_code=cells["departement_code"],
        insee_code=cells.get("insee_code", ""),
        commune_name=cells.get("commune", ""),
        region_name=cells.get("region_name", ""),
    )
    row.errors += problems
    return row


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

    def several(self, column: str, find: Callable[[str], Any], unknown: str) -> list[Any]:
        """The cell's values, separated by semicolons, each once."""
        found = []
        for slug in dict.fromkeys(part.strip() for part in self.cells.get(column, "").split(";")):
            if not slug:
                continue
            try:
                found.append(find(slug))
            except KeyError:
                self.row.errors.append(f"{column} : {unknown} « {slug} »")
        return found


def _day(cell: str) -> datetime.date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.datetime.strptime(cell, form).date()
        except ValueError:
            continue
        if day.year >= FIRST_YEAR and day <= today():
            return day
        raise ValueError(f"« {cell} » n'est pas un jour passé")
    raise ValueError(f"« {cell} » n'est pas une date (AAAA-MM-JJ)")


def _code(cell: str) -> int:
    digits = cell.removeprefix(PREFIX)
    if cell == digits or not re.fullmatch(r"[0-9]{4,6}", digits) or not 1 <= int(digits) <= HIGHEST_NUMBER:
        raise ValueError(f"« {cell} » n'est pas un code : {PREFIX} suivi de quatre à six chiffres")
    number = int(digits)
    if code_of(number) != cell:
        raise ValueError(f"« {cell} » n'est pas un code : écrivez {code_of(number)}")
    return number


def _choice(values: Sequence[str], unknown: str) -> Callable[[str], str]:
    def convert(cell: str) -> str:
        if cell not in values:
            raise ValueError(f"{unknown} « {cell} » (valeurs : {', '.join(values)})")
        return cell

    return convert


def _whole(cell: str) -> int | None:
    return int(cell) if re.fullmatch(r"[0-9]{1,9}", cell) else None


def _year(cell: str) -> int:
    year = _whole(cell)
    if year is None or not FIRST_YEAR <= year <= today().year:
        raise ValueError(f"« {cell} » n'est pas une année entre {FIRST_YEAR} et {today().year}")
    return year


def _count(cell: str) -> int:
    count = _whole(cell)
    if count is None or count > MOST_MEMBERS:
        raise ValueError(f"« {cell} » n'est pas un nombre de membres")
    return count


def _address(cell: str, longest: int = 300) -> str:
    scheme, separator, rest = cell.partition("://")
    address = f"{scheme.lower()}{separator}{rest}"
    try:
        check_url(address)
        check_public(address)
    except ValidationError as error:
        raise ValueError(f"« {cell[:80]} » n'est pas une adresse http:// ou https:// valable") from error
    if len(address) > longest:
        raise ValueError(f"adresse de {len(address)} caractères, il en faut {longest} au plus")
    return address


def _addresses(cell: str) -> list[str]:
    """Addresses separated by semicolons; one may hold a semicolon itself, so they are cut before `http`."""
    parts = re.split(r";\s*(?=https?:)", cell.strip("; "), flags=re.IGNORECASE)
    return list(dict.fromkeys(_address(part.strip(), longest=500) for part in parts))


def _digits(cell: str) -> str:
    return re.sub(r"[\s\u00a0.]", "", cell)


def _siren(cell: str) -> str:
    return _identifier(_digits(cell), cell, "SIREN", 9, siren_number.is_valid)


def _siret(cell: str) -> str:
    return _identifier(_digits(cell), cell, "SIRET", 14, siret_number.is_valid)


def _identifier(number: str, cell: str, kind: str, length: int, is_valid: Callable[[str], bool]) -> str:
    if number.isdigit() and len(number) == length and is_valid(number):
        return number
    reason = f"« {cell} » n'est pas un numéro {kind} ({length} chiffres, dont une clé de contrôle)"
    if number.isdigit() and len(number) == length - 1 and is_valid(f"0{number}"):
        reason += f" ; zéro initial perdu ? proposé : 0{number}"
    raise ValueError(reason)


def _rna(cell: str) -> str:
    number = _digits(cell).upper()
    if not re.fullmatch(RNA_NUMBER, number):
        raise ValueError(f"« {cell} » n'est pas un numéro RNA (W suivi de 9 chiffres ou lettres)")
    return number
