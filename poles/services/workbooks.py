"""Reading of XLSX workbooks: values only, of one sheet, bounded before anything is unpacked."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from poles.services.files import BrokenFile, Table, in_time, table_of

MOST_UNPACKED = 48 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 200
BEGINS = b"PK\x03\x04"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # XLS, or a workbook with a password
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*ref=\"([A-Z0-9:]+)\"")


def read_workbook(content: bytes, name: str) -> Table:
    """The table of the first sheet that is shown.

    Raises BrokenFile for what is no workbook, is too large once unpacked, or holds merged cells, formulas or errors.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive, name)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise BrokenFile(f"{name} : le classeur n'a aucune feuille visible.")
        return table_of(_lines(sheet, name), name, ragged=True)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, EOFError) as error:
        raise BrokenFile(f"{name} : ce classeur ne peut pas être lu (enregistrez-le de nouveau au format XLSX).") from error


def _check(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:  # nothing more than what is declared is ever unpacked
        raise BrokenFile(f"{name} : une fois ouvert, ce classeur dépasse {MOST_UNPACKED // 2**20} Mo.")
    if "xl/workbook.xml" not in archive.namelist():
        raise BrokenFile(f"{name} : ce n'est pas un classeur XLSX.")
    for part in parts:
        xml = archive.read(part) if part.filename.endswith((".xml", ".rels")) else b""
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            raise BrokenFile(f"{name} : ce classeur contient ce qu'aucun tableur n'écrit.")
        merged = MERGED.search(xml) if SHEET.fullmatch(part.filename) else None
        if merged:
            place = merged[1].decode()
            raise BrokenFile(f"{name} : cellules fusionnées ({place}) ; une ligne du tableau par fiche, sans fusion.")


def _lines(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what the file says of its size may be anything
    given = 0
    for line, cells in enumerate(in_time(sheet.iter_rows(), name), start=1):
        if len(cells) > MOST_COLUMNS and any(cell.value not in (None, "") for cell in cells[MOST_COLUMNS:]):
            raise BrokenFile(f"{name}, ligne {line} : plus de {MOST_COLUMNS} colonnes, c'est trop pour une liste.")
        texts = [_text(cell, name) for cell in cells[:MOST_COLUMNS]]
        given += any(texts)
        if given > MOST_LINES or line > 50 * MOST_LINES:
            raise BrokenFile(f"{name} : plus de {MOST_LINES} lignes, coupez le fichier.")
        if any(texts):
            yield line, texts


def _text(cell: Any, name: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        what = "une formule" if cell.data_type == "f" else "une erreur"
        place = f"{get_column_letter(cell.column)}{cell.row}"
        raise BrokenFile(f"{name}, cellule {place} : {what} ; collez les valeurs à la place des formules.")
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
