"""Every rule that the database holds: refused by SQL, and told in French by validation."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from poles.models import (
    Collectivity,
    EpciDepartement,
    FormerCommune,
    Membership,
    NetworkFact,
    Partnership,
    Picture,
    Place,
    Pole,
    Recognition,
    Stage,
)
from tests import factories

pytestmark = pytest.mark.django_db

VALID_SIREN, VALID_SIRET = "732829320", "73282932000074"
LA_POSTE = "35600000000048"
DAY = datetime.date


def refused_by_database(change):
    """The name of the constraint that refuses."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
        connection.check_constraints()
    return error.value.__cause__.diag.constraint_name


def told_by_validation(row):
    with pytest.raises(ValidationError) as error:
        row.full_clean(exclude=["number"])
    return error.value.messages


@pytest.mark.parametrize(
    ("fields", "constraint", "message"),
    [
        ({"siren": "732829321"}, "pole_siren_valid", "Ce numéro SIREN n'est pas valable"),
        ({"siren": "73282932"}, "pole_siren_valid", "Ce numéro SIREN n'est pas valable"),
        ({"siret": "73282932000075"}, "pole_siret_valid", "Ce numéro SIRET n'est pas valable"),
        ({"siret": "35600000000049"}, "pole_siret_valid", "Ce numéro SIRET n'est pas valable"),
        ({"siren": "552100554", "siret": VALID_SIRET}, "pole_siret_of_siren", "Le SIRET doit commencer par le SIREN"),
        ({"rna": "X123456789"}, "pole_rna_valid", "Ce numéro RNA n'est pas valable"),
        ({"rna": "W12345678"}, "pole_rna_valid", "Ce numéro RNA n'est pas valable"),
        ({"founded_year": 1492}, "pole_founded_year_plausible", "L'année doit être entre"),
        ({"ended_year": 9999}, "pole_ended_year_plausible", "L'année doit être entre"),
        ({"founded_year": 2015, "ended_year": 2014}, "pole_years_ordered", "ne peut pas précéder"),
        ({"latitude": 45.0}, "pole_point_whole", "Un point a une latitude"),
        ({"latitude": 95.0, "longitude": 5.0, "point_precision": "adresse"}, "pole_point_on_earth", "Une latitude va de"),
        ({"latitude": 45.0, "longitude": 5.0}, "pole_point_whole", "Un point a une latitude"),
        ({"longitude": 5.0, "point_precision": "adresse"}, "pole_point_whole", "Un point a une latitude"),
        ({"website": "javascript:alert(1)"}, "pole_website_safe", "http:// ou https://"),
        ({"name": "' - '"}, "pole_name_not_blank", "Le nom doit contenir une lettre"),
        ({"slug": "csv"}, "pole_slug_form", "L'adresse de la page n'a que"),
        ({"slug": "Pole_Majuscule"}, "pole_slug_form", "L'adresse de la page n'a que"),
        ({"publication": "autre"}, "pole_publication_known", "n’est pas un choix valide"),
        ({"last_evidence_on": DAY(2026, 1, 1)}, "pole_evidence_has_source", "Une preuve d'activité a une date et une source"),
        ({"legal_form": "sarl"}, "pole_legal_form_known", "n’est pas un choix valide"),
        ({"origin": "autre"}, "pole_origin_known", "n’est pas un choix valide"),
        ({"scale": "mondiale"}, "pole_scale_known", "n’est pas un choix valide"),
        ({"confidence": "sure"}, "pole_confidence_known", "n’est pas un choix valide"),
        ({"last_evidence_source": "un article"}, "pole_evidence_has_source", "Une preuve d'activité a une date et une source"),
        ({"phone": "appelez"}, "pole_phone_form", "Des chiffres"),
        ({"website": "https://moi@example.org/"}, "pole_website_safe", "une page publique"),
        ({"website": "http://localhost/"}, "pole_website_safe", "une page publique"),
    ],
)
def test_pole_is_refused(fields, constraint, message):
    pole = factories.pole()
    for name, value in fields.items():
        setattr(pole, name, value)

    assert any(message in told for told in told_by_validation(pole))
    assert refused_by_database(lambda: Pole.objects.filter(pk=pole.pk).update(**fields)) == constraint


@pytest.mark.parametrize(
    "fields",
    [
        {"siren": VALID_SIREN, "siret": VALID_SIRET},
        {"siret": LA_POSTE},
        {"rna": "W9R1234567"},
        {"founded_year": 2014, "ended_year": 2014},
        {"latitude": -21.1, "longitude": 55.5, "point_precision": "adresse"},
        {"last_evidence_on": DAY(2026, 1, 1), "last_evidence_source": "un article"},
    ],
)
def test_pole_is_accepted(fields):
    pole = factories.pole(seat_commune=factories.commune(), **fields)

    pole.full_clean(exclude=["number"])

    assert Pole.objects.get(pk=pole.pk).siret == fields.get("siret", "")


def test_siret_is_held_by_one_pole():
    factories.pole(siret=VALID_SIRET)

    assert refused_by_database(lambda: factories.pole("Autre", siret=VALID_SIRET)) == "pole_siret_unique"


def test_commune_outside_its_departement_is_refused():
    elsewhere = factories.commune("01427", "Trévoux", factories.departement("01", "Ain"))
    pole = factories.pole(seat_commune=factories.commune())

    pole.seat_commune = elsewhere
    assert told_by_validation(pole) == ["Cette commune n'est pas dans ce département."]
    change = lambda: Pole.objects.filter(pk=pole.pk).update(seat_commune=elsewhere)  # noqa: E731
    assert refused_by_database(change) == "pole_commune_in_departement"


def test_departement_of_a_pole_follows_its_commune():
    """A commune that changes département takes its poles along, by the database itself."""
    commune, new = factories.commune(), factories.departement("07", "Ardèche")
    pole = factories.pole(seat_commune=commune)

    Collectivity.objects.filter(pk=commune.pk).update(departement=new)

    assert Pole.objects.get(pk=pole.pk).seat_departement == new


def test_picture_without_text_is_refused():
    from poles.models import Picture

    picture = Picture.objects.create(digest="a" * 64, content=b"x", width=1, height=1)
    change = lambda: factories.pole(picture=picture)  # noqa: E731

    assert refused_by_database(change) == "pole_picture_has_text"


def test_pole_has_one_pivot_sector():
    pole = factories.pole()
    pole.sector_links.create(sector=factories.sector("culture"), is_pivot=True)
    pole.sector_links.create(sector=factories.sector("energie"))

    change = lambda: pole.sector_links.update(is_pivot=True)  # noqa: E731

    assert refused_by_database(change) == "pole_sector_one_pivot"


def period(start, end, **precisions):
    fields = {"start_precision": "day" if start else "unknown", "end_precision": "day" if end else "open"}
    return {"period": DateRange(start, end, "[)"), **fields, **precisions}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        (period(DAY(2020, 1, 1), DAY(2020, 1, 1)), "recognition_period_not_empty"),
        (period(None, None, end_precision="unknown"), "recognition_period_has_a_bound"),
        (period(DAY(2020, 5, 3), None, start_precision="year"), "recognition_start_precision_fits"),
        (period(DAY(2020, 5, 1), None, start_precision="year"), "recognition_start_precision_fits"),
        (period(DAY(2020, 5, 3), None, start_precision="month"), "recognition_start_precision_fits"),
        (period(DAY(2020, 5, 3), None, start_precision="unknown"), "recognition_start_precision_fits"),
        (period(None, DAY(2020, 5, 3), start_precision="day"), "recognition_start_precision_fits"),
        (period(DAY(2020, 5, 3), None, end_precision="day"), "recognition_end_precision_fits"),
        (period(DAY(2020, 5, 3), DAY(2021, 1, 2), end_precision="year"), "recognition_end_precision_fits"),
        (period(DAY(2020, 5, 3), DAY(2021, 2, 2), end_precision="open"), "recognition_end_precision_fits"),
        (period(DAY(2020, 5, 3), DAY(2021, 2, 2), end_precision="unknown"), "recognition_end_precision_fits"),
        ({"period": None, "start_precision": "day"}, "recognition_start_precision_fits"),
        ({"period": None, "end_precision": "open"}, "recognition_end_precision_fits"),
    ],
)
def test_period_is_refused(fields, constraint):
    pole = factories.pole()

    assert refused_by_database(lambda: Recognition.objects.create(pole=pole, kind="aap-2013", **fields)) == constraint


@pytest.mark.parametrize(
    "fields",
    [
        {},
        period(DAY(2014, 1, 10), None, end_precision="unknown"),
        period(DAY(2021, 1, 1), None, start_precision="year", end_precision="unknown"),
        period(DAY(2021, 5, 1), DAY(2022, 1, 1), start_precision="month", end_precision="year"),
        period(None, DAY(2022, 3, 4)),
    ],
)
def test_period_is_accepted(fields):
    row = Recognition(pole=factories.pole(), kind="aap-2013", **fields)

    row.full_clean()
    row.save()

    assert Recognition.objects.get() == row


def test_pole_has_one_stage_at_a_time():
    pole = factories.pole()
    Stage.objects.create(pole=pole, name="emergent", **period(DAY(2020, 1, 1), None))
    second = Stage(pole=pole, name="consolide", **period(DAY(2022, 1, 1), None))

    assert told_by_validation(second) == ["Le pôle a déjà un stade pendant cette période : un seul à la fois."]
    assert refused_by_database(second.save) == "stage_one_at_a_time"


def test_stages_that_follow_one_another_are_accepted():
    pole = factories.pole()
    Stage.objects.create(pole=pole, name="emergent", **period(DAY(2020, 1, 1), DAY(2022, 1, 1)))
    Stage.objects.create(pole=pole, name="consolide", **period(DAY(2022, 1, 1), None))

    on_that_day = pole.stages.filter(period__contains=DAY(2021, 12, 31))

    assert [stage.name for stage in on_that_day] == ["emergent"]


def test_undated_stage_is_refused():
    assert refused_by_database(lambda: Stage.objects.create(pole=factories.pole(), name="emergent")) == "stage_dated"


@pytest.mark.parametrize("dates", [period(DAY(2020, 1, 1), None), {}])
def test_same_row_twice_is_refused(dates):
    pole, member, place = factories.pole(), factories.organisation(), factories.commune()
    rows = [
        (Membership, {"organisation": member}, "membership"),
        (Partnership, {"collectivity": place}, "partnership"),
        (Recognition, {"kind": "aap-2013"}, "recognition"),
    ]
    for model, fields, name in rows:
        model.objects.create(pole=pole, **fields, **dates)
        constraint = refused_by_database(lambda model=model, fields=fields: model.objects.create(pole=pole, **fields, **dates))
        assert constraint == f"{name}_{'periods_apart' if dates else 'undated_unique'}"


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda: factories.organisation(siren="1"), "organisation_siren_valid"),
        (lambda: factories.organisation(legal_form="sarl"), "organisation_legal_form_known"),
        (lambda: Membership.objects.create(pole=factories.pole(), organisation=factories.organisation(), role="chef"),
         "membership_role_known"),
        (lambda: Membership.objects.create(pole=factories.pole(), organisation=factories.organisation(), member_type="x"),
         "membership_member_type_known"),
        (lambda: NetworkFact.objects.create(kind="x", unit="kg", meaning="x", date_precision="unknown", minimum=1, maximum=1),
         "network_fact_unit_known"),
        (lambda: factories.commune(point_precision="rue"), "collectivity_point_precision_known"),
        (lambda: FormerCommune.objects.create(code="01001", kind="hameau", name="x", commune=factories.commune()),
         "former_commune_kind_known"),
        (lambda: factories.organisation(name="–"), "organisation_name_not_blank"),
        (lambda: factories.organisation(website="ftp://example.org"), "organisation_website_safe"),
        (lambda: factories.organisation(commune=factories.commune()), "organisation_commune_with_departement"),
        (lambda: Partnership.objects.create(pole=factories.pole(), collectivity=factories.region(), amount=-1),
         "partnership_amount_not_negative"),
        (lambda: Place.objects.create(pole=factories.pole(), name=" "), "place_name_not_blank"),
        (lambda: factories.pole().sources.create(url="data:text/html,x"), "source_url_safe"),
        (lambda: factories.pole().social_addresses.create(url="//example.org"), "social_address_url_safe"),
        (lambda: Recognition.objects.create(pole=factories.pole(), kind="inventee"), "recognition_kind_known"),
        (lambda: Collectivity.objects.create(level="region", code="AB", name="x", vintage=2026), "collectivity_code_form"),
        (lambda: Collectivity.objects.create(level="commune", code="01001", name="x", vintage=2026, region=factories.region()),
         "collectivity_commune_has_departement"),
        (lambda: Collectivity.objects.create(level="departement", code="01", name="x", vintage=2026),
         "collectivity_has_region"),
        (lambda: FormerCommune.objects.create(code="1", kind="commune-deleguee", name="x", commune=factories.commune()),
         "former_commune_code_form"),
        (lambda: NetworkFact.objects.create(kind="poles", unit="count", meaning="x", date_precision="unknown"),
         "network_fact_text_has_no_figure"),
        (lambda: NetworkFact.objects.create(unit="count", meaning="x", date_precision="unknown", minimum=2, maximum=1),
         "network_fact_bounds_ordered"),
        (lambda: NetworkFact.objects.create(kind="x", unit="text", meaning="x", date_precision="year"),
         "network_fact_date_precision"),
        (lambda: NetworkFact.objects.create(kind="x", unit="text", meaning="x", date_precision="year", date=DAY(2016, 2, 1)),
         "network_fact_date_precision"),
        (lambda: NetworkFact.objects.create(kind="x", unit="text", meaning="x", date_precision="month", date=DAY(2016, 2, 3)),
         "network_fact_date_precision"),
        (lambda: NetworkFact.objects.create(kind="x", unit="%", meaning="x", date_precision="unknown", minimum=-1, maximum=9),
         "network_fact_bounds_ordered"),
        (lambda: NetworkFact.objects.create(kind="", unit="text", meaning="x", date_precision="unknown"),
         "network_fact_says_what"),
        (lambda: NetworkFact.objects.create(kind="x", unit="", meaning="x", date_precision="unknown", minimum=1, maximum=1),
         "network_fact_unit_known"),
        (lambda: Membership.objects.create(pole=factories.pole(), organisation=factories.organisation(), role=""),
         "membership_role_known"),
        (lambda: factories.commune(region=factories.region("53", "Bretagne")), "collectivity_region_of_departement"),
        (lambda: factories.commune(ended_vintage=2026, successor=factories.region()), "collectivity_successor_same_level"),
        (lambda: factories.commune(ended_vintage=2025), "collectivity_ended_after_vintage"),
        (lambda: factories.commune(name="–"), "collectivity_name_not_blank"),
        (lambda: factories.sector("Majuscule"), "sector_slug_form"),
        (lambda: factories.sector("x", "–"), "sector_name_not_blank"),
        (lambda: Picture.objects.create(digest="x", content=b"", width=1, height=1), "picture_digest_form"),
        (lambda: Picture.objects.create(digest="a" * 64, content=b"", width=0, height=1), "picture_has_size"),
        (lambda: factories.pole().former_slugs.create(slug="csv"), "former_slug_not_reserved"),
        (lambda: factories.pole().former_slugs.create(slug=factories.pole().slug), "former_slug_not_in_use"),
        (lambda: factories.pole(number=1_000_000), "pole_number_in_range"),
        (lambda: factories.pole(number=0), "pole_number_in_range"),
    ],
)  # fmt: skip
def test_row_is_refused(make, constraint):
    assert refused_by_database(make) == constraint


def test_region_and_departement_may_share_a_code():
    region, departement = factories.region("01", "Guadeloupe"), factories.departement("01", "Ain")

    assert region != departement
    assert refused_by_database(
        lambda: Collectivity.objects.create(level="region", code="01", name="Autre", vintage=2026)
    ) == "collectivity_level_code_unique"  # fmt: skip


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda: factories.pole(seat_departement=factories.region()), "seat_departement_is_departement"),
        (lambda: Place.objects.create(pole=factories.pole(), name="x", commune=factories.epci()), "commune_is_commune"),
        (lambda: factories.organisation(departement=factories.region()), "departement_is_departement"),
        (lambda: FormerCommune.objects.create(code="01001", kind="commune-deleguee", name="x", commune=factories.departement()),
         "commune_is_commune"),
        (lambda: factories.departement(in_region=factories.epci()), "region_is_region"),
        (lambda: factories.commune(epci=factories.region()), "epci_is_epci"),
        (lambda: EpciDepartement.objects.create(epci=factories.region(), departement=factories.departement()), "epci_is_epci"),
    ],
)  # fmt: skip
def test_collectivity_of_the_wrong_level_is_refused(make, constraint):
    assert refused_by_database(make) == constraint


def test_wrong_level_is_refused_on_update_and_told_by_validation():
    pole = factories.pole(seat_commune=factories.commune())
    pole.seat_departement = factories.region()

    assert told_by_validation(pole)
    change = lambda: Pole.objects.filter(pk=pole.pk).update(seat_commune=None, seat_departement=factories.region())  # noqa: E731
    assert refused_by_database(change) == "seat_departement_is_departement"


def test_level_of_a_collectivity_never_changes():
    place = factories.epci()

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Collectivity.objects.filter(pk=place.pk).update(level="commune")
