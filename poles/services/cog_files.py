"""The five files of the official geographic code (COG): read, and checked before anything is written."""

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from poles.enums import FormerCommuneKind, PointPrecision, Zone
from poles.services.files import BrokenFile, read_table

COLUMNS = {
    "regions.csv": ("code", "nom", "chef_lieu", "zone"),
    "departements.csv": ("code", "nom", "region", "chef_lieu", "zone", "lat", "lon"),
    "epci.csv": ("siren", "nom", "type", "population_municipale", "departements", "lat", "lon"),
    "communes.csv": (
        *("code", "nom", "departement", "region", "epci", "siren", "population", "codes_postaux"),
        *("lat", "lon", "point_precision"),
    ),
    "other_communes.csv": ("code", "nom", "type", "commune_actuelle"),
}
EPCI_TYPES = ("CC", "CA", "CU", "METRO", "MET69")
LONGEST_NAME = 200
LARGEST_POPULATION = 100_000_000
VINTAGE_IN_NAME = re.compile(r"(?:19|20)[0-9]{2}")
REGION = r"[0-9]{2,3}"
DEPARTEMENT = r"[0-9]{2,3}|2[AB]"
SIREN = r"[0-9]{9}"
COMMUNE = r"[0-9][0-9AB][0-9]{3}"

Row = dict[str, str]


def read(directory: Path) -> dict[str, list[Row]]:
    """The rows of each file, by file name. Raises BrokenFile, naming the file and the row, for the first fault."""
    files = {name: _rows(directory / name, columns) for name, columns in COLUMNS.items()}
    known = {name: {_code(row) for row in rows} for name, rows in files.items()}
    departement_regions = {row["code"]: row["region"] for row in files["departements.csv"]}
    for name, check in CHECKS.items():
        seen: set[tuple[str, ...]] = set()
        for row in files[name]:
            identity = (_code(row), row["type"]) if name == "other_communes.csv" else (_code(row),)
            if identity in seen:
                raise BrokenFile(f"{name} : le code « {_code(row)} » figure deux fois.")
            seen.add(identity)
            try:
                _check_name(row["nom"])
                check(row, known)
                if name == "communes.csv" and departement_regions[row["departement"]] != row["region"]:
                    raise ValueError(f"region « {row['region']} » n'est pas celle du département {row['departement']}")
            except ValueError as error:
                raise BrokenFile(f"{name}, {_code(row) or row['nom'][:40]} : {error}.") from error
    return files


def vintage(directory: Path) -> int:
    """The year that the folder's name holds. Raises BrokenFile when it holds none."""
    found = VINTAGE_IN_NAME.search(directory.resolve().name)
    if not found:
        raise BrokenFile(f"{directory.name} : le nom du dossier ne dit pas le millésime, donnez-le avec --vintage.")
    return int(found.group())


def _rows(path: Path, columns: Sequence[str]) -> list[Row]:
    table = read_table(path, required=columns)
    if table.malformed:
        line, reason = table.malformed[0]
        raise BrokenFile(f"{path.name}, ligne {line} : {reason}.")
    return [row for _, row in table.rows]


def _code(row: Row) -> str:
    return row.get("code") or row.get("siren", "")


# --- One row: each check raises ValueError with what is wrong --------------------------------------------------------
def _check_region(row: Row, known: dict[str, set[str]]) -> None:
    _check_form(row, "code", REGION)
    _check_form(row, "chef_lieu", COMMUNE, optional=True)
    _check_listed(row, "zone", Zone.values)


def _check_departement(row: Row, known: dict[str, set[str]]) -> None:
    _check_form(row, "code", DEPARTEMENT)
    _check_form(row, "chef_lieu", COMMUNE, optional=True)
    _check_listed(row, "region", known["regions.csv"], "n'existe pas")
    _check_listed(row, "zone", Zone.values)
    _check_point(row)


def _check_epci(row: Row, known: dict[str, set[str]]) -> None:
    _check_form(row, "siren", SIREN)
    _check_listed(row, "type", EPCI_TYPES)
    _check_population(row["population_municipale"])
    for code in row["departements"].split("|"):
        _check_listed({"departements": code}, "departements", known["departements.csv"], "n'existe pas")
    _check_point(row)


def _check_commune(row: Row, known: dict[str, set[str]]) -> None:
    _check_form(row, "code", COMMUNE)
    _check_form(row, "siren", SIREN, optional=True)
    _check_listed(row, "departement", known["departements.csv"], "n'existe pas")
    _check_listed(row, "region", known["regions.csv"], "n'existe pas")
    if row["epci"]:
        _check_listed(row, "epci", known["epci.csv"], "n'existe pas")
    _check_population(row["population"])
    _check_form(row, "codes_postaux", r"[0-9]{5}(\|[0-9]{5})*", optional=True)
    if row["point_precision"] and row["point_precision"] not in PointPrecision.values:
        raise ValueError(f"précision de point inconnue « {row['point_precision']} »")
    _check_point(row)
    if bool(row["lat"]) != bool(row["point_precision"]):
        raise ValueError("un point a une précision, une absence de point n'en a pas")


def _check_other(row: Row, known: dict[str, set[str]]) -> None:
    _check_form(row, "code", COMMUNE)
    _check_listed(row, "type", FormerCommuneKind.values)
    _check_listed(row, "commune_actuelle", known["communes.csv"], "n'existe pas")


CHECKS: dict[str, Callable[[Row, dict[str, set[str]]], None]] = {
    "regions.csv": _check_region,
    "departements.csv": _check_departement,
    "epci.csv": _check_epci,
    "communes.csv": _check_commune,
    "other_communes.csv": _check_other,
}


def _check_name(name: str) -> None:
    if not name:
        raise ValueError("le nom manque")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"nom de {len(name)} caractères, il en faut {LONGEST_NAME} au plus")
    if not any(character.isascii() and character.isalnum() for character in unicodedata.normalize("NFKD", name)):
        raise ValueError(f"le nom « {name} » n'a ni lettre latine ni chiffre")


def _check_form(row: Row, column: str, form: str, *, optional: bool = False) -> None:
    if not (optional and not row[column]) and not re.fullmatch(form, row[column]):
        raise ValueError(f"{column} « {row[column][:40]} » n'a pas la forme attendue")


def _check_listed(row: Row, column: str, values: Collection[str], otherwise: str = "n'est pas dans la liste") -> None:
    if row[column] not in values:
        raise ValueError(f"{column} « {row[column][:40]} » {otherwise}")


def _check_population(cell: str) -> None:
    if cell and not (re.fullmatch(r"[0-9]{1,9}", cell) and int(cell) <= LARGEST_POPULATION):
        raise ValueError(f"population « {cell[:40]} » n'est pas un nombre d'habitants")


def _check_point(row: Row) -> None:
    if not row["lat"] and not row["lon"]:
        return
    for column, largest in (("lat", 90), ("lon", 180)):
        try:
            degrees = float(row[column])
        except ValueError:
            degrees = math.nan
        if not abs(degrees) <= largest:
            raise ValueError(f"{column} « {row[column][:40]} » n'est pas un nombre de degrés (de -{largest} à {largest})")
