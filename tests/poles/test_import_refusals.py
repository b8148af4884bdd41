"""Import of poles: files and lines that are refused, each with its reason."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poles.models import Pole
from poles.services.files import BrokenFile, read_table
from poles.services.import_lines import Outcome
from poles.services.pole_import import import_poles
from poles.services.pole_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from tests import factories
from tests.poles.importing import SIRET, run

pytestmark = pytest.mark.usefixtures("territories")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "le fichier est vide"),
        (b"\xef\xbb\xbf\n\n", "le fichier est vide"),
        (b"name,departement_code\n", "n'a que sa ligne d'en-t"),
        (b"name,departement_code\n\n,,\n", "n'a que sa ligne d'en-t"),
        (b"name,commune\nx,y\n", "il manque la colonne departement_code"),
        (b"nom;departement\nx;y\n", "il manque les colonnes name, departement_code"),
        (b"name,name,departement_code\nx,y,z\n", "la colonne name figure deux fois"),
        (b"PK\x03\x04\x00\x00\x00\x00name,departement_code", "ce n'est pas un fichier texte CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "ce n'est pas un fichier texte CSV"),
        (b'name,departement_code\n"jamais ferm\xc3\xa9,26\n', "guillemets ou séparateurs mal formés"),
        (b"name,departement_code\n" + b"x" * 200_000 + b",26\n", "mal formés"),
    ],
)
def test_file_that_cannot_be_used_is_told_in_one_line(file, content, told):
    out, error = run(file(content), "--wet-run")

    assert told in error
    assert error.endswith("Rien n'a été écrit.")
    assert (out, error.count("\n"), Pole.objects.count()) == ("", 0, 0)


def test_absent_file_is_told(tmp_path):
    assert "ne peut pas être lu" in run(tmp_path / "rien.csv")[1]


def test_file_without_end_is_not_read_for_ever():
    assert "plus de 50 Mo" in run(Path("/dev/zero"))[1]


# Each nasty line stands alone in its file; the second item is what the report must say.
NASTY = [
    ("name=,departement_code=26", "name : à remplir"),
    ("name='--',departement_code=26", "n'a ni lettre latine ni chiffre"),
    ("name=Полюс", "n'a ni lettre latine ni chiffre"),
    (f"name={'x' * 201},departement_code=26", "201 caractères, il en faut 200 au plus"),
    ("lead_organisation=!!!,departement_code=26", "lead_organisation : « !!! » n'a ni lettre latine ni chiffre"),
    (
        "source_urls=http://a.example/|http://b.example/,departement_code=26",
        "n'est pas une adresse http:// ou https:// valable",
    ),
    ("website=https://x.example/<script>,departement_code=26", "n'est pas une adresse http:// ou https:// valable"),
    ("departement_code=", "departement_code : à remplir"),
    ("departement_code=99", "département inconnu « 99 »"),
    ("departement_code=1", "zéro initial perdu ? proposé : 01"),
    ("insee_code=1427,departement_code=01", "zéro initial perdu ? proposé : 01427"),
    ("insee_code=99999", "commune inconnue « 99999 »"),
    ("insee_code=26999", "ancienne commune, proposé : 26281"),
    ("insee_code=01427", "Trévoux (01427) n'est pas dans le département Drôme (26)"),
    ("insee_code=26281,commune=Valence", "le code 26281 est celui de Romans-sur-Isère, pas de Valence"),
    ("commune=Nulle-Part", "pas de commune « Nulle-Part » dans Drôme (26)"),
    ("commune=saint homonyme", "plusieurs communes « saint homonyme » dans Drôme (26), précisez le code INSEE (26001, 26002)"),
    ("region_name=Bretagne", "Drôme (26) est dans la région Auvergne-Rhône-Alpes, pas Bretagne"),
    ("sectors=culture;astrologie", "secteur inconnu « astrologie »"),
    ("labels=aap-1999", "label inconnu « aap-1999 »"),
    ("labels=charte", "label inconnu « charte »"),
    ("legal_form=sarl", "forme juridique inconnue « sarl »"),
    ("confidence=sure", "confiance inconnue « sure »"),
    ("founded_year=14", "« 14 » n'est pas une année"),
    ("founded_year=2999", "« 2999 » n'est pas une année"),
    ("founded_year=²⁰14", "n'est pas une année"),
    ("members_count=-3", "« -3 » n'est pas un nombre de membres"),
    ("members_count=douze", "« douze » n'est pas un nombre de membres"),
    ("members_count=12.5", "n'est pas un nombre de membres"),
    ("website=javascript:alert(1)", "n'est pas une adresse http:// ou https://"),
    ("website=www exemple", "n'est pas une adresse http:// ou https://"),
    ("source_urls=ftp://example.org/", "n'est pas une adresse"),
    ("source_urls=https://example.org/;https://evil@example.org/", "n'est pas une adresse"),
    ("website=https://user:secret@example.org/", "n'est pas une adresse"),
    ("website=http://localhost/", "n'est pas une adresse"),
    ("website=http://10.0.0.1/", "n'est pas une adresse"),
    ("website=https://example.org\\@example.com/", "n'est pas une adresse"),
    ("siret=73282932000075", "n'est pas un numéro SIRET"),
    ("siret=732829320000", "n'est pas un numéro SIRET"),
    ("siren=732829321", "n'est pas un numéro SIREN"),
    ("siren=05520012", "n'est pas un numéro SIREN"),
    (f"siren=552100554,siret={SIRET}", "ne commence pas par le SIREN 552100554"),
    ("rna=123456789", "n'est pas un numéro RNA"),
    ("code=42", "n'est pas un code"),
    ("code=PTCE-42", "n'est pas un code"),
    ("code=PTCE-00042", "écrivez PTCE-0042"),
    ("code=PTCE-0000", "n'est pas un code"),
    ("code=PTCE-9999999999", "n'est pas un code"),
    ("code=PTCE-2147483647", "n'est pas un code"),
    ("code=PTCE-1001", "code : PTCE-1001 est trop loin du dernier donné (aucun)"),
    ("as_of=hier", "n'est pas une date"),
    ("as_of=2026-02-30", "n'est pas une date"),
    ("as_of=2999-01-01", "n'est pas un jour passé"),
]


def line_of(cells):
    given = dict(cell.split("=", 1) for cell in cells.split(","))
    given = {"name": "Pôle", "departement_code": "26", **given}
    return ",".join(given) + "\n" + ",".join(given.values()) + "\n"


@pytest.mark.parametrize(("cells", "told"), NASTY)
def test_wrong_cell_refuses_the_line_with_its_reason(file, cells, told):
    out, error = run(file(line_of(cells)), "--wet-run")

    assert "ligne 2 : refusé" in out
    assert told in out
    assert "rien n'a été écrit" in error
    assert Pole.objects.count() == 0


def test_letter_of_corse_in_lower_case_is_proposed_in_upper_case(file):
    factories.departement("2A", "Corse-du-Sud")

    out, _ = run(file(line_of("departement_code=2a")))

    assert "département inconnu « 2a » ; proposé : 2A\n" in out


def test_code_far_after_the_last_is_refused(file):
    factories.pole()

    out, _ = run(file("code,name,departement_code\nPTCE-1001,Un,26\nPTCE-2002,Deux,01\n"))

    assert "ligne 2 : créé PTCE-1001" in out
    assert "code : PTCE-2002 est trop loin du dernier donné (PTCE-1001)" in out


def test_lines_are_numbered_where_they_begin(file):
    text = 'name,departement_code,short_description_fr\nUn,26,"a\nb\nc"\n\nDeux,99,x\nTrop,26,x,y\n'

    out, _ = run(file(text))

    assert "ligne 2 : créé" in out
    assert "ligne 6 : refusé" in out
    assert "ligne 7 : refusé\n    4 cellules pour 3 colonnes" in out


def test_every_fault_of_a_line_is_told(file):
    out, _ = run(file(line_of("departement_code=99,founded_year=x,siret=1")))

    assert out.count("\n    ") == 3


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=100).map(lambda tail: b"name,departement_code\n" + tail),
        st.text(max_size=100).map(lambda tail: f"name;departement_code\n{tail}".encode("utf-16", "surrogatepass")),
    )
)
def test_any_file_is_read_or_refused(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)

    try:
        table = read_table(path, required=["name", "departement_code"])
    except BrokenFile as error:
        assert "\n" not in str(error)
    else:
        assert all(set(row) >= {"name", "departement_code"} for _, row in table.rows)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(st.sampled_from([*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS]), st.text(max_size=30), min_size=3))
def test_any_cell_is_taken_or_refused(tmp_path, cells):
    cells = {"name": "Pôle", "departement_code": "26", **cells}
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([cells.keys(), cells.values()])

    try:
        report = import_poles(path)
    except BrokenFile as error:
        assert "\n" not in str(error)
    else:
        assert [line.reasons == [] for line in report.lines] == [line.outcome != Outcome.REFUSED for line in report.lines]
