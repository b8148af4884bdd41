"""Calls for projects: those that ship, their pages, who may change them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from psycopg.types.range import DateRange

from cell.models import Call, CommitteeSeat
from cell.services import calls
from poles.enums import Publication
from poles.management.commands.prepare import DATA
from poles.models import NetworkFact, Organisation
from poles.services import facts, merging
from tests import factories

pytestmark = pytest.mark.django_db
REAL = ["aap-2013", "aap-2015", "ami-2021", "ami-2022", "ami-2023", "ami-2024", "ami-2025"]


@pytest.fixture
def shipped():
    facts.load(DATA / "network_facts.csv")
    return calls.load()


def call_of(slug="ami-fictif", **fields):
    return Call.objects.create(**{"slug": slug, "name": "Appel fictif", "year": 2026, "organiser": "État fictif", **fields})


def period(start, end=None):
    days = [datetime.date.fromisoformat(day) if day else None for day in (start, end)]
    return {"period": DateRange(*days, "[)"), "start_precision": "day", "end_precision": "day" if end else "open"}


def test_calls_that_ship_are_those_that_the_facts_name(shipped):
    assert sorted(Call.objects.values_list("slug", flat=True)) == REAL
    assert set(NetworkFact.objects.exclude(call="").values_list("call", flat=True)) == set(REAL)
    for call in Call.objects.all():
        told = {source for fact in NetworkFact.objects.filter(call=call.slug) for source in fact.sources}
        assert set(call.sources) and set(call.sources) <= told, call


def test_loading_again_changes_nothing_that_somebody_changed(shipped):
    Call.objects.filter(slug="ami-2024").update(name="Autre nom")

    assert (shipped, calls.load()) == (7, 0)
    assert Call.objects.get(slug="ami-2024").name == "Autre nom"


def test_page_tells_figures_with_sources_and_its_poles(shipped, django_assert_max_num_queries):
    pole = factories.pole("Pôle lauréat fictif")
    pole.recognitions.create(kind="ami-2021-phase-2")
    hidden = factories.pole("Pôle retiré fictif", publication=Publication.WITHDRAWN)
    hidden.recognitions.create(kind="ami-2021-phase-1")
    with django_assert_max_num_queries(10):
        page = Client().get("/appels/ami-2021/").content.decode()

    assert "134" in page and "1 500 000" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "Budget annoncé" in page and "Budget accordé" not in page
    assert "Pôle lauréat fictif" in page and "Pôle retiré fictif" not in page
    assert "reconnaissance=ami-2021-phase-1&amp;reconnaissance=ami-2021-phase-2" in page
    assert "Résultats annoncés" in page


def test_list_counts_the_poles_of_each_call(shipped, django_assert_max_num_queries):
    factories.pole("Pôle fictif").recognitions.create(kind="aap-2013")
    with django_assert_max_num_queries(10):
        page = Client().get("/appels/").content.decode()

    assert page.index("d'intérêt 2025" if "d'intérêt 2025" in page else "intérêt 2025") < page.index("projets 2013")
    assert '<td class="number">1</td>' in page


def test_draft_is_not_shown_and_unknown_is_404():
    call_of()
    assert [Client().get(f"/appels/{slug}/").status_code for slug in ("ami-fictif", "inconnu")] == [404, 404]
    Call.objects.update(is_published=True, budget=1500, rules="## Qui\n\nDes **pôles**.", opened="2026-03")
    page = Client().get("/appels/ami-fictif/").content.decode()
    assert (
        "1 500 €" in page.replace("\u202f", " ").replace("\xa0", " ")
        and "<strong>pôles</strong>" in page
        and "mars 2026" in page
    )
    assert "Aucun chiffre publié" in page and "Aucun de ses lauréats" in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"opened": "hier"}, "Une année (2014)"),
        ({"opened": "2026-05", "closed": "2026-04-30"}, "Un appel s'ouvre, puis se clôt"),
        ({"opened": "2026", "announced": "2025-12"}, "Un appel s'ouvre, puis se clôt"),
        ({"budget": -1}, "Un budget ne peut pas être négatif."),
        ({"kinds": ["inventé"]}, "inventé"),
        ({"slug": "Avec-Majuscule"}, "Une adresse n'a que des minuscules"),
        ({"year": 1900}, "Cette année"),
    ],
)
def test_call_that_contradicts_itself_is_refused(fields, told):
    call = Call(**{"slug": "x", "name": "X", "year": 2026, "organiser": "Y", **fields})
    with pytest.raises(ValidationError) as refusal:
        call.full_clean()
    assert any(told.lower() in message.lower() for message in refusal.value.messages), refusal.value.messages


@pytest.mark.parametrize(
    ("opened", "closed", "announced"), [("2026", "2026-05", "2026"), ("", "2026-05-01", ""), ("2026-05", "2026-05-31", "")]
)
def test_dates_known_more_or_less_do_not_contradict(opened, closed, announced):
    Call(slug="x", name="X", year=2026, organiser="Y", opened=opened, closed=closed, announced=announced).full_clean()


def test_cell_tells_the_announcement_as_announced_and_the_seats(django_assert_max_num_queries):
    page = Client().get("/cellule/").content.decode()
    assert "28 mars 2017" in page and "nous ne savons pas si tout a été réalisé" in page and "pas encore renseigné" in page
    CommitteeSeat.objects.create(
        organisation=factories.organisation("Réseau fictif"), role="membre", **period("2017-03-28", "2020-01-01")
    )
    with django_assert_max_num_queries(10):
        page = Client().get("/cellule/").content.decode()
    assert "Réseau fictif" in page and "2017" in page and "pas encore renseigné" not in page


def test_seats_follow_a_structure_that_is_another():
    national, kept, gone = factories.staff(), factories.organisation("Réseau A"), factories.organisation("Réseau A bis")
    CommitteeSeat.objects.create(organisation=kept, **period("2017-01-01", "2020-01-01"))
    CommitteeSeat.objects.create(organisation=gone, **period("2018-01-01", "2019-01-01"))
    CommitteeSeat.objects.create(organisation=gone, **period("2021-01-01"))
    merging.merge_organisations(national, kept, gone, set())

    seats = [(seat.organisation, seat.period.lower.year) for seat in CommitteeSeat.objects.order_by("period")]
    assert seats == [(kept, 2017), (kept, 2021)]
    assert Organisation.objects.get(pk=gone.pk).merged_into == kept


def test_call_to_come_is_told_as_such():
    call_of(
        year=2100, opened="2099-03", closed="2099-06-30", announced="2099-12-31", rules="Toute structure.", is_published=True
    )
    page = Client().get("/appels/ami-fictif/").content.decode()
    assert [word in page for word in ("Ouvre", "Clôture", "Résultats attendus", "Qui peut répondre")] == [True] * 4
    Call.objects.update(year=2014, opened="2014-03", closed="2014-06-30", announced="2014-12-31")
    page = Client().get("/appels/ami-fictif/").content.decode()
    assert [word in page for word in ("Ouvert", "Clos", "Résultats annoncés", "Qui pouvait répondre")] == [True] * 4


def test_seat_shows_from_the_day_it_begins():
    for name, start in (("Siège", "2020-01-01"), ("Siégera", "2199-01-01")):
        CommitteeSeat.objects.create(organisation=factories.organisation(name), source="Fictif", **period(start))

    page = Client().get("/cellule/").content.decode()

    assert "Siège</a>" in page and "Siégera" not in page
