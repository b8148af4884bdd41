"""Files that are sent to be imported: what is read of them, and what is refused at once, before anything is unpacked."""

import datetime
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from poles.services.files import BrokenFile, read_csv
from poles.services.workbooks import MOST_LINES, MOST_UNPACKED, read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def book(*rows, then=None):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if then:
        then(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def rewritten(content, part, change):
    """A workbook of which one part is another."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


def test_last_cells_that_are_empty_are_not_written_by_spreadsheets():
    table = read_workbook(
        book(["Nom", "Sigle", "Site"], ["Un", "U"], ["Deux"], ["Trois", None, "https://example.org"]), "x.xlsx"
    )

    assert not table.malformed
    assert [cells for _, cells in table.rows] == [
        {"nom": "Un", "sigle": "U", "site": ""},
        {"nom": "Deux", "sigle": "", "site": ""},
        {"nom": "Trois", "sigle": "", "site": "https://example.org"},
    ]


def test_values_are_read_as_text_from_the_first_sheet_that_is_shown():
    def hide_first(made):
        made.create_sheet("Pôles").append(["Nom", "SIRET", "Depuis", "Oui", "Montant", None])
        made["Pôles"].append([" Lilas ", 73282932000074, datetime.datetime(2014, 3, 1, 8), True, 12.5, None])
        made["Pôles"].append([None, None, None])
        made["Pôles"].append(["Roses", "01234", None, None, 3.0])
        made["Sheet"].sheet_state = "hidden"

    table = read_workbook(book(["autre"], ["x"], then=hide_first), "p.xlsx")

    assert table.columns == ["nom", "siret", "depuis", "oui", "montant"]
    assert table.rows == [
        (2, {"nom": "Lilas", "siret": "73282932000074", "depuis": "2014-03-01", "oui": "oui", "montant": "12.5"}),
        (4, {"nom": "Roses", "siret": "01234", "depuis": "", "oui": "", "montant": "3"}),
    ]


LIST = (["nom", "commune"], ["Lilas", "Romans"])
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04not a zip", "ce classeur ne peut pas être lu"),
        (rewritten(book(*LIST), SHEET, lambda _: b"<worksheet><sheetData><row"), "ne peut pas être lu"),
        (rewritten(book(*LIST), "xl/workbook.xml", lambda _: b"<a/>"), "aucune feuille visible"),
        (rewritten(book(*LIST), SHEET, lambda xml: DOCTYPE + xml[xml.index(b"<worksheet") :]), "qu'aucun tableur n'écrit"),
        (book(*LIST, then=lambda made: made.active.merge_cells("A1:B1")), "cellules fusionnées (A1:B1)"),
        (book(*LIST, ["Roses", "=A1&B2"]), "cellule B3 : une formule"),
        (book(*LIST, ["Roses", "#N/A"]), "cellule B3 : une erreur"),
        (book(), "le fichier est vide"),
        (book(["nom"]), "n'a que sa ligne d'en-tête"),
        (book(["nom", "Nom"], ["a", "b"]), "figure deux fois"),
        (book([*["x"] * 205], ["a"]), "plus de 200 colonnes"),
    ],
)
def test_workbook_that_cannot_be_read_is_told_in_one_line(content, told):
    with pytest.raises(BrokenFile) as refusal:
        read_workbook(content, "liste.xlsx")

    assert told in str(refusal.value) and str(refusal.value).startswith("liste.xlsx") and "\n" not in str(refusal.value)


def test_zip_that_is_no_workbook():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("word/document.xml", "<a/>")

    with pytest.raises(BrokenFile, match="n'est pas un classeur"):
        read_workbook(written.getvalue(), "x.xlsx")


def test_bomb_is_refused_before_it_is_unpacked():
    small = rewritten(book(*LIST), SHEET, lambda xml: xml + b" " * (MOST_UNPACKED + 1))
    started = time.monotonic()

    assert len(small) < 200_000
    with pytest.raises(BrokenFile, match="dépasse 48 Mo"):
        read_workbook(small, "bombe.xlsx")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',  # far below
        b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, MOST_LINES + 4)),
    ],
)
def test_too_many_lines_are_refused_in_time(rows):
    long = rewritten(book(*LIST), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    started = time.monotonic()

    with pytest.raises(BrokenFile, match="plus de 20000 lignes"):
        read_workbook(long, "longue.xlsx")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("nom\nCoopérative".encode().decode("cp1252"), "utf-8", "accents illisibles"),
        ("nom\nCoopérative", "mac-roman", "accents illisibles"),
        ("nom\nCoopérative", "cp850", "accents illisibles"),
        ("nom\nCafé à Nîmes", "mac-roman", "accents illisibles"),
        ("nom\nUn café", "cp850", "accents illisibles"),
        ("nom\nVoilà".encode().decode("latin-1"), "utf-8", "accents illisibles"),
        ("nom\nPremier\n=1+1", "utf-8", "ligne 3 : une formule"),
        ('nom\n"=""0123"""', "utf-8", "ligne 2 : une formule"),
    ],
)
def test_text_that_another_system_spoilt_and_formulas_are_refused(text, encoding, told):
    with pytest.raises(BrokenFile, match=told):
        read_csv(text.encode(encoding), "liste.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_french_text_is_read_whoever_wrote_it(encoding):
    words = "L’œuvre d’à côté – « Noël », Ÿ, ça, où, Ça ‰"
    assert read_csv(f"nom;commune\n{words};Évry\n".encode(encoding), "x.csv").rows == [(2, {"nom": words, "commune": "Évry"})]
