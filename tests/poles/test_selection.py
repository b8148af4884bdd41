"""The index against the plain queryset: the same poles, totals, counts and orders, whatever is asked."""

import datetime
import random

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from poles import frequent_words, pole_index, search
from poles.directory import Selection
from poles.enums import LISTED_RECOGNITIONS, LegalForm, MemberType, Publication, Scale, StageName
from poles.facets import FACETS
from poles.filters import PoleFilter
from poles.models import Membership, Partnership, PartnershipRole, Pole, Stage
from tests import factories

pytestmark = pytest.mark.django_db
DEPARTEMENTS = ["01", "26", "38", "971"]
WORDS = ["culture", "laine", "tiers-lieu", "jura", "réemploi", "pain"]
SECTORS = ["culture", "energie", "bois"]
ROLES = ["gouvernance", "impulsion"]
VALUES = {
    "q": [*WORDS, "cultrue", "pain laine", "-pain", "la", '"tiers lieu"', "rien", "38"],
    "region": ["84", "01", "94"], "departement": DEPARTEMENTS, "epci": ["200068781"], "commune": ["26281", "01001"],
    "secteur": SECTORS, "forme": ["scic", "association", "gie"], "stade": ["emergent", "consolide", "cesse"],
    "type_membre": ["ess", "formation"], "reconnaissance": ["charte", "aap-2013", "ami-2025"], "role_collectivite": ROLES,
    "echelle": ["communale", "regionale"], "cree_depuis": ["2012", "2030"], "cree_avant": ["2015", "1900"],
    "modifie_depuis": ["2020-01-01", "2100-01-01"], "pres_de": ["26281", "01001", "38001"], "rayon": ["1", "40", "500"],
    "au": ["2013-01-01", "2015-06-15", "2030-01-01"], "tri": ["pertinence", "nom", "recent", "modifie", "distance"],
    "inconnu": ["x"],
}  # fmt: skip
QUERIES = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name]))), max_size=5
)


@pytest.fixture(params=[frequent_words.LEAST_POLES, 1], ids=["words searched", "words kept"])
def many_poles(request, monkeypatch):
    """Sixty fictional poles that vary in everything that can be asked; the same ones each time."""
    monkeypatch.setattr(frequent_words, "LEAST_POLES", request.param)
    chance = random.Random(7)
    regions = {"971": factories.region("01", "Guadeloupe")}
    places = {code: factories.departement(code, f"Département {code}", regions.get(code)) for code in DEPARTEMENTS}
    epci = factories.epci()
    communes = {
        code: [
            factories.commune(
                f"{code[:2]}{number:03d}", f"Commune {code}-{number}", place, epci=epci if number == 1 else None,
                latitude=44 + chance.random() * 3, longitude=4 + chance.random() * 3,
            )
            for number in (1, 2)
        ]
        for code, place in places.items()
    }  # fmt: skip
    communes["26"].append(factories.commune(in_departement=places["26"], epci=epci))
    sectors = [factories.sector(slug) for slug in SECTORS]
    roles = [PartnershipRole.objects.get_or_create(slug=slug, defaults={"name": slug})[0] for slug in ROLES]
    for number in range(60):
        code = chance.choice(DEPARTEMENTS)
        town = chance.choice([None, *communes[code]])
        pole = factories.pole(
            f"Pôle {chance.choice(WORDS)} {number % 7}", seat_commune=town, seat_departement=places[code],
            summary=" ".join(chance.sample(WORDS, 2)), legal_form=chance.choice(["", *LegalForm.values]),
            scale=chance.choice(["", *Scale.values]), founded_year=chance.choice([None, 2010, 2013, 2015, 2020]),
            ended_year=chance.choice([None, None, 2022]),
            publication=chance.choice([*[Publication.PUBLISHED] * 5, Publication.DRAFT]),
        )  # fmt: skip
        for sector in chance.sample(sectors, chance.randint(0, 2)):
            pole.sector_links.create(sector=sector)
        for kind in chance.sample(LISTED_RECOGNITIONS, chance.randint(0, 2)):
            over = chance.choice([None, datetime.date(2020, 1, 1)])
            period = DateRange(datetime.date(2014, chance.randint(1, 12), 3), over)
            pole.recognitions.create(kind=kind, period=period, start_precision="day", end_precision="day" if over else "open")
        if chance.random() < 0.6:
            Stage.objects.create(
                pole=pole, name=chance.choice(StageName.values), period=DateRange(datetime.date(2018, 1, 1), None),
                start_precision="year", end_precision=chance.choice(["open", "unknown"]),
            )  # fmt: skip
        for _ in range(chance.randint(0, 2)):
            member = factories.organisation(f"Membre {number}")
            Membership.objects.create(pole=pole, organisation=member, member_type=chance.choice(["", *MemberType.values]))
        if chance.random() < 0.4:
            partnership = Partnership.objects.create(pole=pole, collectivity=places[code])
            partnership.role_links.create(role=chance.choice(roles))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE poles_searchentry")


def selection(query):
    data = QueryDict(mutable=True)
    for name, value in query:
        data.appendlist(name, value)
    index = pole_index.current(("", 1))
    return Selection(PoleFilter(data, index), index)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(query=QUERIES)
def test_index_gives_the_poles_of_the_plain_queryset(many_poles, kept_index, query):
    found = selection(query)

    plain = list(found.filter.ordered.values_list("pk", flat=True))

    assert found.total == len(plain) == len(set(plain))
    assert found.keys(0, 100) == plain
    assert found.keys(3, 4) == plain[3:7]
    assert [pole.pk for pole in found.rows(0, 5)] == plain[:5]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(query=QUERIES)
def test_facets_count_the_poles_that_the_other_filters_keep(many_poles, kept_index, query):
    found = selection(query)
    day = found.filter.values.get("au")

    for counts in found.facets:
        others = selection([(name, value) for name, value in query if name != counts.parameter]).filter.qs
        facet = FACETS[counts.parameter]
        assert counts.total == others.count()
        for option in counts.options:
            assert option.count == others.filter(pk__in=facet.poles([option.code], day)).count(), (counts.parameter, option)
        rows = facet.periods().filter(period__contains=day) if facet.periods and day else facet.rows()
        known = rows.exclude(**{facet.value: ""}).values(facet.pole)
        assert counts.known == others.filter(pk__in=known).count(), counts.parameter


def test_words_are_kept_where_they_should_be(many_poles, kept_index):
    kept = type(selection([("q", "culture")]).filter.found)

    assert kept is (frequent_words.Answer if frequent_words.LEAST_POLES == 1 else search.Found)


def test_chips_say_how_many_poles_there_are_without_them(many_poles, kept_index):
    query = [("region", "84"), ("departement", "26"), ("departement", "01"), ("q", "culture"), ("cree_depuis", "2012")]

    for chip in selection(query).chips:
        assert selection(QueryDict(chip.query_without).lists() and [
            (name, value) for name, values in QueryDict(chip.query_without).lists() for value in values
        ]).total == chip.total_without, chip  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_index_is_made_again_when_the_content_changes(client, monkeypatch):
    from ptce_site import content_version

    monkeypatch.undo()
    pole_index.forget()
    factories.pole("Un")
    assert b"1 p\xc3\xb4le</h2>" in client.get("/poles/").content
    made = pole_index.kept._latest[0]
    client.get("/poles/?region=84")
    assert pole_index.kept._latest[0] is made

    factories.pole("Deux")

    assert b"2 p\xc3\xb4les</h2>" in client.get("/poles/").content
    assert pole_index.kept._latest[0] is not made
    assert content_version.content_moment(None) == pole_index.kept._latest[0].moment[:2]
    assert Pole.objects.count() == 2
