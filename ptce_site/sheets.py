"""Values as cells of a spreadsheet, and rows as lines of a file."""

from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def without_controls(cell: Any) -> Any:
    """Characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell


def cell(value: Any) -> Any:
    """A value as a cell of a spreadsheet: a list in one piece, no formula."""
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def typed(text: str) -> str:
    """What `cell` was given, of a cell that it wrote: without the mark that keeps a text from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


class Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line
