"""Reading of the tables that people and commands give, CSV or XLSX, with errors that say where they are."""

import csv
import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ptce_site.errors import reason
from ptce_site.sheets import typed

LARGEST_FILE = 50 * 1024 * 1024
MOST_SECONDS = 6
Row = TypeVar("Row")
CONTROLS = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")
# UTF-8 read as Windows-1252 and written again; then Mac or DOS accents, which no French word has between two letters.
SPOILT = re.compile("Ã[©¨ª«´®¯§¢»¹€‰ˆ‡Š\xa0]|â€™|\ufffd")
OF_ANOTHER_SYSTEM = re.compile("[A-Za-z](?:[Ž‡Šˆ‚\u2030][a-z]|[ŽŠˆ‚](?![A-Za-z]))|(?<![A-Za-z])ƒ[a-z]")


class BrokenFile(Exception):  # noqa: N818 (what is wrong is its name)
    """The file cannot be used; the message says why, in one French line."""


@dataclass
class Table:
    """A file's rows, each with the number of the line where it begins, and the columns nobody asked for."""

    rows: list[tuple[int, dict[str, str]]]
    malformed: list[tuple[int, str]] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    def renamed(self, names: Mapping[str, str]) -> "Table":
        """The same rows under other names of columns; those that have none are left out."""
        rows = [(line, {names[one]: cell for one, cell in cells.items() if one in names}) for line, cells in self.rows]
        return Table(rows, self.malformed, [one for one in self.columns if one not in names], list(names.values()))


def read_table(path: Path, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read a CSV file whose first line names the columns.

    UTF-8 (with or without BOM), UTF-16 or Windows-1252; comma or semicolon. Cells are stripped of surrounding spaces.
    Raises BrokenFile when it is absent, empty, binary, not CSV, or lacks a required column or any row.
    """
    return read_csv(_content(path), path.name, required=required, optional=optional)


def in_time(rows: Iterable[Row], name: str) -> Iterator[Row]:
    """The rows of a file that a person sent, and waits for. Raises BrokenFile when they take longer than MOST_SECONDS."""
    end = time.monotonic() + MOST_SECONDS
    for row in rows:
        if time.monotonic() > end:
            raise BrokenFile(f"{name} : trop long à lire ; coupez le fichier, ou recopiez ses seules cases remplies.")
        yield row


def read_csv(
    content: bytes, name: str, *, required: Sequence[str] = (), optional: Sequence[str] = (), waited_for: bool = False
) -> Table:
    """The same of what a file holds; when a person waits for it, within MOST_SECONDS."""
    text = _decode(content, name)
    lines = _records(text, _delimiter(text, {*required, *optional}), name)
    lines = in_time(lines, name) if waited_for else lines
    return table_of(lines, name, required=required, optional=optional)


def table_of(
    lines: Iterable[tuple[int, list[str]]],
    name: str,
    *,
    required: Sequence[str] = (),
    optional: Sequence[str] = (),
    ragged: bool = False,
) -> Table:
    """The table of numbered lines of cells, the first of which names the columns. Raises BrokenFile.

    `ragged` lines may lack their last cells, which are empty: a workbook does not keep them.
    """
    lines = iter(lines)
    header = next(lines, None)
    if header is None:
        raise BrokenFile(f"{name} : le fichier est vide.")
    columns = [title.strip().lower() for title in header[1]]
    while columns and not columns[-1]:
        columns.pop()
    _check_columns(columns, required, name)
    table = Table([], columns=columns, unknown_columns=[title for title in columns if title not in {*required, *optional}])
    for line, cells in lines:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        formula = next((cell for cell in cells if cell.startswith("=")), None)
        if formula:
            raise BrokenFile(f"{name}, ligne {line} : une formule (« {formula[:40]} ») ; mettez sa valeur à la place.")
        cells = [typed(cell) for cell in cells]
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        cells += [""] * (len(columns) - len(cells) if ragged else 0)
        if len(cells) == len(columns):
            table.rows.append((line, dict(zip(columns, cells, strict=True))))
        else:
            table.malformed.append((line, f"{len(cells)} cellule{'s' if len(cells) > 1 else ''} pour {len(columns)} colonnes"))
    if not table.rows and not table.malformed:
        raise BrokenFile(f"{name} : le fichier n'a que sa ligne d'en-tête.")
    return table


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:  # what is no plain file has no size: read no more than what is allowed
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BrokenFile(f"{path} : ne peut pas être lu ({reason(error)}).") from error
    if len(content) > LARGEST_FILE:
        raise BrokenFile(f"{path.name} : plus de {LARGEST_FILE // 1024 // 1024} Mo, c'est trop pour une liste.")
    return content


def _decode(content: bytes, name: str) -> str:
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise BrokenFile(f"{name} : le fichier est vide.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:2] == b"\0":
        encodings = ["utf-16-le"]
    elif content[:1] == b"\0":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROLS.search(text):
            break
        spoilt = SPOILT.search(text) or (encoding == "cp1252" and OF_ANOTHER_SYSTEM.search(text))
        if spoilt:
            around = " ".join(text[max(spoilt.start() - 12, 0) : spoilt.end() + 12].split())
            raise BrokenFile(f"{name} : accents illisibles (« {around} ») ; enregistrez le tableau au format CSV, en UTF-8.")
        return text
    raise BrokenFile(f"{name} : ce n'est pas un fichier texte CSV (enregistrez le tableau au format CSV, en UTF-8).")


def _delimiter(text: str, known: set[str]) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known_columns(delimiter: str) -> int:
        return len({cell.strip(' "').lower() for cell in first.split(delimiter)} & known)

    return max(",;\t", key=lambda one: (known_columns(one), first.count(one)))


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise BrokenFile(f"{name}, ligne {start} : guillemets ou séparateurs mal formés.") from error


def _check_columns(columns: list[str], required: Sequence[str], name: str) -> None:
    missing = [column for column in required if column not in columns]
    if missing:
        what = "la colonne" if len(missing) == 1 else "les colonnes"
        raise BrokenFile(f"{name} : il manque {what} {', '.join(missing)}.")
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise BrokenFile(f"{name} : la colonne {', '.join(twice) or '(sans nom)'} figure deux fois.")
