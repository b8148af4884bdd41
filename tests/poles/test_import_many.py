"""Thousands of lines at once: the same as a few, at a cost a line that does not grow."""

from difflib import SequenceMatcher

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from poles.models import Organisation, Pole
from poles.near_names import CLOSE_ENOUGH, are_close, telling
from poles.services import merging
from poles.services.known_names import KnownNames
from poles.services.pole_import import import_poles
from tests import factories
from tests.poles.importing import run, wet

pytestmark = pytest.mark.django_db

ENTRIES = "SELECT pole_id, title::text, document::text, text FROM poles_searchentry ORDER BY pole_id"
HEADER = "name,departement_code,short_description_fr,sectors\n"


def lines(file, names):
    return file(HEADER + "".join(f"{name},26,Un résumé fictif de {name}.,\n" for name in names))


def entries():
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES)
        return cursor.fetchall()


@pytest.fixture
def file(tmp_path):
    factories.departement()

    def write(text):
        path = tmp_path / "poles.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_search_entries_are_those_that_triggers_would_have_written(file):
    wet(lines(file, ["Lilas", "Ronces", "Châtaignes"]))
    written = entries()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM poles_searchentry")
        cursor.execute("SELECT public.refresh_search(ARRAY(SELECT id FROM poles_pole))")
    assert len(written) == 3
    assert written == entries()


def test_after_an_import_triggers_write_entries_again(file):
    wet(lines(file, ["Lilas"]))
    Pole.objects.update(name="Mûrier")

    assert "murier" in entries()[0][1]


def test_line_refused_leaves_no_entry_and_takes_no_address(file):
    factories.pole("Autre", siret="73282932000074")
    text = "name,departement_code,siret\nLilas,26,73282932000074\nLilas,26,\n"
    run(file(text), "--wet-run", "--skip-refused")

    assert Pole.objects.order_by("pk").last().slug == "lilas"
    assert len(entries()) == 2


@pytest.mark.parametrize(("is_wet", "made"), [(False, 0), (True, 1)])
def test_entries_are_made_only_when_they_stay(file, is_wet, made):
    with CaptureQueriesContext(connection) as captured:
        import_poles(lines(file, ["Lilas", "Roses"]), wet=is_wet)

    assert sum("refresh_search" in query["sql"] for query in captured) == made
    assert len(entries()) == 2 * made


def test_names_of_poles_are_read_at_once(django_assert_num_queries):
    for number in range(30):
        pole = factories.pole(f"Pôle n° {number}")
        if number in (0, 29):
            with django_assert_num_queries(2):
                assert KnownNames().pole(pole.code) == pole.pk
    assert KnownNames().pole("pole N 7") == Pole.objects.get(name="Pôle n° 7").pk


def test_new_line_costs_few_statements(file):
    """Of PostgreSQL, whatever their number: its name, to compare it; poles are written together."""
    counts = []
    for names in (["Zinzolin"], ["Amarante", "Nacarat", "Smaragdin"]):  # no other test has made these comparable yet
        path = lines(file, names)
        with CaptureQueriesContext(connection) as captured:
            import_poles(path)
        counts.append(len(captured))
    assert (counts[1] - counts[0]) / 2 == 1


def test_line_that_the_database_refuses_is_told_and_the_others_are_written(file):
    """Poles are written together: one that cannot be leaves the others, and its address and number free."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE poles_pole ADD CONSTRAINT of_this_test CHECK (name <> 'Ronces' OR summary = '')")
    text = HEADER + "Lilas,26,,\nRonces,26,Un résumé fictif.,\nRoses,26,,mobilite\n"
    factories.sector("mobilite")
    report = import_poles(file(text), wet=True, skip_refused=True)

    assert [(line.name, str(line.outcome)) for line in report.lines] == [
        ("Lilas", "créé"), ("Ronces", "refusé"), ("Roses", "créé"),
    ]  # fmt: skip
    assert report.lines[1].reasons == ["la base refuse cette ligne : elle en contredit une autre"]
    assert [pole.name for pole in Pole.objects.order_by("number")] == ["Lilas", "Roses"]
    assert Pole.objects.get(name="Roses").sectors.count() == 1
    assert len(entries()) == 2


def test_structure_of_a_line_is_that_of_a_pole_before_it(file):
    """Even when the line that would have made it is refused."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE poles_pole ADD CONSTRAINT of_this_test CHECK (name <> 'Ronces')")
    names = ("Ronces", "Lilas", "Roses")
    text = "name,departement_code,lead_organisation\n" + "".join(f"{name},26,Une porteuse\n" for name in names)
    report = import_poles(file(text), wet=True, skip_refused=True)

    assert [str(line.outcome) for line in report.lines] == ["refusé", "créé", "créé"]
    structure = Organisation.objects.get()
    assert {pole.lead_organisation for pole in Pole.objects.all()} == {structure}
    assert (structure.name, structure.slug) == ("Une porteuse", "une-porteuse")


def test_structure_of_a_line_that_changes_a_pole_is_the_same(file):
    pole = factories.pole("Lilas")
    text = f"code,name,departement_code,lead_organisation\n,Roses,26,Une porteuse\n{pole.code},Lilas,26,Une porteuse\n"
    import_poles(file(text + ",Ronces,26,Une porteuse\n"), wet=True)

    assert {pole.lead_organisation for pole in Pole.objects.all()} == {Organisation.objects.get()}


def test_pole_merged_since_is_told_by_the_code_that_it_became(file):
    kept, merged = factories.pole("Lilas"), factories.pole("Ronces")
    merging.merge_poles(factories.staff(), kept, merged, set())

    out, _ = run(file(f"code,name,departement_code\n{merged.code},Ronces,26\n"))

    assert f"code : ce pôle est déjà enregistré sous {kept.code}" in out


def test_number_of_a_pole_whose_making_is_undone_is_not_given_again():
    made = factories.pole()
    with pgtrigger.ignore("poles.Pole:never_deleted"):
        made.delete()

    again = factories.pole()
    again.refresh_from_db()
    assert again.number == made.number + 1


WORDS = st.lists(st.text(alphabet="abelt", min_size=1, max_size=7), min_size=1, max_size=4).map(" ".join)


@given(one=WORDS, other=WORDS)
def test_bounds_change_nothing_to_which_names_are_close(one, other):
    words, others = telling(one), telling(other)
    few, many = sorted((set(words), set(others)), key=len)
    ratio = SequenceMatcher(None, "".join(words), "".join(others)).ratio()
    assert are_close(one, other) == ((len(few) >= 2 and few <= many) or ratio >= CLOSE_ENOUGH)
