"""Import of poles: what is written, what is refused, what is left to people."""

import datetime

import pytest

from poles.enums import OriginKind, Publication
from poles.models import Collectivity, FieldOrigin, Organisation, Pole, Recognition
from poles.services import merging, provenance
from poles.services.import_lines import Outcome
from poles.services.pole_import import import_poles
from ptce_site.clock import today
from tests import factories
from tests.poles.importing import FULL, MIXED, SIRET, SUMMARY, run, snapshot, wet

pytestmark = pytest.mark.usefixtures("territories")


def test_row_becomes_a_published_pole_with_all_that_it_says(file):
    report = wet(file(FULL))

    pole = Pole.objects.get()
    assert [line.outcome for line in report.lines] == [Outcome.CREATED]
    assert (pole.code, pole.name, pole.summary, pole.slug) == (
        *("PTCE-0042", "Pôle des Lilas", "Deux lignes dans une case.", "pole-des-lilas"),
    )
    assert (pole.seat_commune.code, pole.seat_departement.code, pole.publication) == ("01427", "01", Publication.PUBLISHED)
    assert (pole.legal_form, pole.lead_organisation.name, pole.founded_year) == ("scic", "La Porteuse", 2014)
    assert (pole.members_announced, pole.website, pole.confidence) == (12, "https://example.org/", "high")
    assert (pole.siren, pole.siret, pole.rna) == ("732829320", SIRET, "W9R1234567")
    assert pole.checked_on == datetime.date(2026, 1, 15)
    assert pole.last_evidence_on is None
    assert sorted(sector.slug for sector in pole.sectors.all()) == ["culture", "energie"]
    assert not pole.sector_links.filter(is_pivot=True).exists()
    assert [source.url for source in pole.sources.all()] == ["https://example.org/a;b", "https://example.org/c"]


@pytest.mark.parametrize(
    ("label", "start", "precision"),
    [
        ("aap-2013", datetime.date(2014, 1, 10), "day"),
        ("aap-2015", datetime.date(2016, 1, 14), "day"),
        ("ami-2021-phase-1", datetime.date(2021, 1, 1), "year"),
        ("ami-2021-phase-2", datetime.date(2021, 1, 1), "year"),
        ("ami-2022", datetime.date(2022, 1, 1), "year"),
        ("ami-2023", datetime.date(2023, 10, 17), "day"),
        ("ami-2024", datetime.date(2024, 10, 11), "day"),
        ("ami-2025", datetime.date(2025, 12, 18), "day"),
        ("pole-temoin", None, "unknown"),
        ("recense-cress", None, "unknown"),
    ],
)
def test_label_becomes_a_recognition_dated_by_its_announcement(file, label, start, precision):
    wet(file(f"name,departement_code,labels\nPôle,26,{label}\n"))

    recognition = Recognition.objects.get()
    assert recognition.kind == label
    assert (recognition.period.lower if recognition.period else None) == start
    assert (recognition.start_precision, recognition.end_precision) == (precision, "unknown")


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", ","), ("utf-16-le", ";"), ("utf-16-be", ","), ("cp1252", ";")],
)
def test_encodings_and_separators_are_recognised(file, encoding, separator):
    text = 'name,departement_code,lead_organisation\n"Pôle œuvré, à côté",26,L’Été\n'
    if separator == ";":
        text = 'name;departement_code;lead_organisation\n"Pôle œuvré, à côté";26;L’Été\n'

    wet(file(text, encoding))

    pole = Pole.objects.get()
    assert (pole.name, pole.lead_organisation.name) == ("Pôle œuvré, à côté", "L’Été")


def test_dry_run_writes_nothing_and_says_the_same(file):
    path = file(FULL)

    dry, error = run(path)

    assert (Pole.objects.count(), Organisation.objects.count(), error) == (0, 0, "")
    assert dry == "ligne 2 : créé PTCE-0042 Pôle des Lilas\n" + SUMMARY.format(1, 0, 0, 0, 0) + (
        "Essai à blanc : rien n'a été écrit (--wet-run pour écrire).\n"
    )
    assert run(path, "--wet-run")[0] == dry.rsplit("Essai", 1)[0]


def test_refused_line_stops_the_whole_wet_run(file):
    out, error = run(file(MIXED), "--wet-run")

    assert SUMMARY.format(2, 0, 0, 1, 0) in out
    assert "rien n'a été écrit" in error
    assert Pole.objects.count() == 0


def test_skip_refused_writes_the_good_lines(file):
    out, error = run(file(MIXED), "--wet-run", "--skip-refused")

    assert error == ""
    assert "ligne 3 : refusé Mauvais" in out
    assert sorted(Pole.objects.values_list("name", flat=True)) == ["Bon", "Bon aussi"]


def test_skip_refused_needs_wet_run(file):
    assert "--wet-run" in run(file(MIXED), "--skip-refused")[1]


def test_importing_twice_changes_nothing(file):
    path = file(FULL)
    wet(path)
    before = snapshot()

    report = wet(path)

    assert [line.outcome for line in report.lines] == [Outcome.UNCHANGED]
    assert snapshot() == before


def test_new_poles_take_the_number_after_the_highest(file):
    wet(file("code,name,departement_code\nPTCE-0061,Un,26\n,Deux,01\nPTCE-0007,Trois,971\n"))
    wet(file("name,departement_code\nQuatre,26\n"))

    assert [(pole.code, pole.name) for pole in Pole.objects.order_by("number")] == [
        *(("PTCE-0007", "Trois"), ("PTCE-0061", "Un"), ("PTCE-0062", "Deux"), ("PTCE-0063", "Quatre")),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "PTCE-0001,,Un tout autre nom,01,",
        f",{SIRET},Un tout autre nom,26,",
        ",,Un   POLE-fictif !,26,26281",
        ",,Un pôle fictif,26,",
    ],
)
def test_match_by_code_else_siret_else_name_and_place(file, row):
    factories.pole("Un pôle fictif", siret=SIRET, seat_commune=Collectivity.objects.get(code="26281"))

    report = import_poles(file(f"code,siret,name,departement_code,insee_code\n{row}\n"), wet=True)

    assert [line.outcome for line in report.lines] != [Outcome.CREATED]
    assert report.written
    assert Pole.objects.count() == 1


def test_same_name_in_another_departement_is_another_pole(file):
    factories.pole("Un pôle fictif", seat_departement=Collectivity.objects.get(level="departement", code="26"))

    wet(file("name,departement_code\nUn pôle fictif,01\n"))

    assert Pole.objects.count() == 2


@pytest.mark.parametrize(
    "name", ["Pôle des Lilas blancs", "PTCE Lilas blanc", "Lilas-blancs", "LilasBlancs", "Les Lilas blancs de la Drôme"]
)
def test_near_duplicate_in_the_same_departement_is_not_written(file, name):
    factories.pole("Les Lilas blancs", seat_departement=Collectivity.objects.get(level="departement", code="26"))

    out, error = run(file(f"name,departement_code\n{name},26\n"), "--wet-run")

    assert "quasi-doublon de PTCE-0001 « Les Lilas blancs »" in out
    assert error
    assert Pole.objects.count() == 1


@pytest.mark.parametrize("name", ["Pôle des Roses", "Lilas mauves et bois", "PTCE du Pays de Crest"])
def test_other_name_in_the_same_departement_is_another_pole(file, name):
    factories.pole("Les Lilas blancs", seat_departement=Collectivity.objects.get(level="departement", code="26"))
    factories.pole("PTCE du Pays de Die", seat_departement=Collectivity.objects.get(level="departement", code="26"))

    wet(file(f"name,departement_code\n{name},26\n"))

    assert Pole.objects.count() == 3


def test_same_pole_twice_in_a_file_is_refused(file):
    out, _ = run(file("name,departement_code\nPôle des Roses,26\nPôle des Roses,26\npole des ROSES,26\n"))

    assert "ligne 3 : refusé" in out
    assert out.count("même pôle que la ligne 2") == 2


def test_row_whose_code_is_another_poles_is_refused(file):
    factories.pole("Un pôle fictif", siret=SIRET)

    out, _ = run(file(f"code,name,siret,departement_code\nPTCE-0099,Un pôle fictif,{SIRET},26\n"))

    assert "ce pôle est déjà enregistré sous PTCE-0001" in out


def test_update_is_reported_field_by_field(file):
    wet(file(FULL))
    later = FULL.replace("2026-01-15", "2026-02-01").replace(",2014,", ",2015,").replace("culture;energie", "culture;insertion")

    out, _ = run(file(later), "--wet-run")

    assert "ligne 2 : modifié PTCE-0042 Pôle des Lilas" in out
    assert "    founded_year : « 2014 » → « 2015 »\n" in out
    assert "    sectors : « Culture; Energie » → « Culture; Insertion »\n" in out
    assert "    as_of : « 2026-01-15 » → « 2026-02-01 »\n" in out
    pole = Pole.objects.get()
    assert (pole.founded_year, sorted(sector.slug for sector in pole.sectors.all())) == (2015, ["culture", "insertion"])


def test_empty_cell_says_nothing(file):
    wet(file(FULL))
    before = snapshot()

    wet(file("code,as_of,name,departement_code,founded_year,sectors,labels\nPTCE-0042,2026-01-15,Pôle des Lilas,01,,,\n"))

    assert snapshot() == before


def test_commune_is_added_to_a_pole_known_by_its_departement(file):
    wet(file("name,departement_code\nPôle,26\n"))

    wet(file("name,departement_code,insee_code\nPôle,26,26281\n"))

    assert Pole.objects.get().seat_commune.code == "26281"


def test_older_row_does_not_overwrite_a_later_value(file):
    wet(file(FULL))
    older = FULL.replace("2026-01-15", "2025-06-01").replace(",2014,", ",2011,")

    out, error = run(file(older), "--wet-run")

    assert error == ""
    assert "conflit, laissé tel quel : founded_year : « 2014 » → « 2011 » (valeur plus récente, du 15/01/2026)" in out
    assert (Pole.objects.get().founded_year, Pole.objects.get().checked_on) == (2014, datetime.date(2026, 1, 15))


def test_value_confirmed_later_is_not_overwritten_by_a_row_in_between(file):
    wet(file(FULL))
    wet(file(FULL.replace("2026-01-15", "2026-06-01")))

    wet(file(FULL.replace("2026-01-15", "2026-03-01").replace(",2014,", ",2011,")))

    assert Pole.objects.get().founded_year == 2014


@pytest.mark.parametrize("kind", [OriginKind.STAFF, OriginKind.POLE])
def test_value_edited_by_a_person_is_never_overwritten_whatever_the_date(file, kind):
    wet(file(FULL))
    pole = Pole.objects.get()
    pole.founded_year, pole.summary = 1999, ""
    pole.save()
    pole.sector_links.all().delete()
    long_ago = provenance.Origin(kind, datetime.date(2000, 1, 1))
    provenance.record(pole, ["founded_year", "summary", "sectors"], long_ago)

    report = wet(file(FULL))

    pole.refresh_from_db()
    assert (pole.founded_year, pole.summary, pole.sectors.count()) == (1999, "", 0)
    assert sorted(conflict.field for conflict in report.lines[0].conflicts) == ["founded_year", "sectors", "summary"]


def test_value_of_unknown_origin_is_not_overwritten(file):
    factories.pole("Pôle", founded_year=1999)

    report = wet(file("name,departement_code,founded_year,website\nPôle,26,2014,https://example.org/\n"))

    pole = Pole.objects.get()
    assert (pole.founded_year, pole.website) == (1999, "https://example.org/")
    assert [conflict.field for conflict in report.lines[0].conflicts] == ["founded_year"]


def test_absent_as_of_is_the_day_of_the_import(file):
    wet(file("name,departement_code,founded_year\nPôle,26,2014\n"))

    assert FieldOrigin.objects.get(field="founded_year").as_of == today()
    assert Pole.objects.get().checked_on is None


def test_lead_organisation_of_the_same_name_is_taken_up_in_the_same_departement_only(file):
    wet(file("name,departement_code,lead_organisation\nRoses,26,Archer\nVignes,26,ARCHER\nBois,01,Archer\n"))

    leads = {pole.name: pole.lead_organisation_id for pole in Pole.objects.all()}
    assert leads["Roses"] == leads["Vignes"] != leads["Bois"]


def test_lead_organisation_named_as_one_merged_since_is_the_one_it_became(file):
    wet(file("name,departement_code,lead_organisation\nRoses,26,Archer\nVignes,26,Ardelaine\n"))
    became, was = (Organisation.objects.get(name=name) for name in ("Archer", "Ardelaine"))
    merging.merge_organisations(factories.staff(), became, was, set())

    report = wet(file("name,departement_code,lead_organisation\nVignes,26,Ardelaine\nLilas,26,Ardelaine\n"))

    assert "contradiction" not in str(report)
    assert set(Pole.objects.values_list("name", "lead_organisation__name")) == {
        ("Roses", "Archer"), ("Vignes", "Archer"), ("Lilas", "Archer"),
    }  # fmt: skip


def test_unknown_column_is_told(file):
    assert run(file("name,departement_code,couleur\nPôle,26,rouge\n"))[0].startswith("colonne ignorée : couleur\n")


def test_line_refused_by_the_database_leaves_no_trace_on_the_lines_after(file):
    """A pole that ended before the founding year of the line: nothing of the line is written."""
    wet(file("name,departement_code,founded_year,as_of\nPôle,26,2014,2026-01-01\n"))
    Pole.objects.update(ended_year=2014)

    text = "code,name,departement_code,founded_year,siret\nPTCE-0001,Renommé,26,2015,\n,Autre,26,,\n"
    out, _ = run(file(text), "--wet-run", "--skip-refused")

    assert "ligne 2 : refusé" in out
    assert "ne peut pas précéder l'année de création" in out
    assert (Pole.objects.get(number=1).name, Pole.objects.get(number=1).founded_year) == ("Pôle", 2014)
    assert Pole.objects.get(number=2).name == "Autre"


def test_siret_of_another_pole_is_told_with_its_holder(file):
    factories.pole("Titulaire", siret=SIRET, seat_departement=Collectivity.objects.get(level="departement", code="01"))
    wet(file("name,departement_code\nPôle,26\n"))

    out, _ = run(file(f"code,siret,name,departement_code\nPTCE-0002,{SIRET},Pôle,26\n"))

    assert "siret : c'est déjà celui de PTCE-0001 « Titulaire »" in out


def test_scheme_of_an_address_may_be_in_capitals(file):
    wet(
        file(
            "name,departement_code,website,source_urls\nPôle,26,HTTPS://Example.org/A,HTTP://example.org/b;https://example.org/c\n"
        )
    )

    pole = Pole.objects.get()
    assert pole.website == "https://Example.org/A"
    assert [source.url for source in pole.sources.all()] == ["http://example.org/b", "https://example.org/c"]


def test_seat_stays_where_a_person_put_its_point(file):
    pole = factories.pole("Pôle", seat_commune=Collectivity.objects.get(code="26281"))
    provenance.record_person(pole, ["latitude", "longitude", "point_precision"])

    report = import_poles(file("name,departement_code,insee_code,siret\nPôle,26,26281,\n"), wet=True)
    moved = import_poles(file("code,name,departement_code,insee_code\nPTCE-0001,Pôle,26,26001\n"), wet=True)

    assert report.conflicts == 0
    assert [conflict.field for conflict in moved.lines[0].conflicts] == ["seat"]
    assert Pole.objects.get().seat_commune.code == "26281"


def test_day_of_checking_that_a_person_set_stays(file):
    wet(file("name,departement_code,as_of\nPôle,26,2026-01-15\n"))
    provenance.record_person(Pole.objects.get(), ["checked_on"])

    later = wet(file("name,departement_code,as_of\nPôle,26,2026-02-15\n"))
    earlier = wet(file("name,departement_code,as_of\nPôle,26,2025-02-15\n"))

    assert [conflict.field for conflict in later.lines[0].conflicts] == ["checked_on"]
    assert earlier.conflicts == 0
    assert Pole.objects.get().checked_on == datetime.date(2026, 1, 15)


def test_near_duplicate_with_a_code_says_which_code_is_meant(file):
    factories.pole("Pôle des Lilas", seat_departement=Collectivity.objects.get(level="departement", code="26"))

    out, _ = run(file("code,name,departement_code\nPTCE-0007,Le pôle des lilas,26\n"))

    assert "donnez le code PTCE-0001 si c'est lui, sinon écrivez « oui » dans une colonne « nouveau pôle »" in out


def test_progress_is_told_as_lines_go(territories, file, monkeypatch):
    monkeypatch.setattr("poles.services.import_lines.LINES_A_STEP", 2)
    told = []
    lines = "".join(f"Pôle {word},26\n" for word in ("alpha", "bravo", "charlie", "delta", "écho"))

    import_poles(file(f"name,departement_code\n{lines}"), progress=lambda *numbers: told.append(numbers))

    assert told == [(2, 5), (4, 5), (5, 5)]
