"""Two poles that are one, two organisations that are one: everything goes over, and comes back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from psycopg.types.range import DateRange

from charter.models import Signature
from poles.forms import organisations
from poles.models import (
    Claim,
    Coordinator,
    FieldOrigin,
    FollowUp,
    FormerSlug,
    Invitation,
    KeptForm,
    Membership,
    NamedContact,
    Operation,
    Organisation,
    Partnership,
    PartnershipRole,
    Place,
    Pole,
    Proposal,
    Recognition,
    Report,
    Source,
    Stage,
)
from poles.services import merging, operations, subjects
from ptce_site.clock import today
from tests import factories
from tests.charter.conftest import signed, version_of
from tests.poles.business import rows
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def period(start, end=None):
    dates = [datetime.date.fromisoformat(day) if day else None for day in (start, end)]
    return {
        "period": DateRange(*dates, "[)"),
        "start_precision": "day" if start else "unknown",
        "end_precision": "day" if end else "open",
    }


@pytest.fixture
def national():
    return factories.staff()


@pytest.fixture
def pair():
    """A pole, and the same one entered again: each tells something that the other does not."""
    kept = factories.pole("PTCE de la Vallée fictive", slug="vallee", summary="Un résumé.", seat_commune=factories.commune())
    merged = factories.pole(
        "Pôle de la vallée fictive", slug="vallee-bis", email="vallee@example.org", founded_year=2014, summary="Un autre."
    )
    culture = factories.sector()
    for pole in (kept, merged):
        pole.sector_links.create(sector=culture, is_pivot=True)
        Source.objects.create(pole=pole, url="https://example.org/commune")
    merged.sector_links.create(sector=factories.sector("energie", "Énergie"))
    Source.objects.create(pole=merged, url="https://example.org/seule")
    return kept, merged


def fill(kept, merged):
    """Rows of every list, some of which say the same."""
    one, other = factories.organisation("Association une"), factories.organisation("Coopérative autre")
    Membership.objects.create(pole=kept, organisation=one, member_type="ess")
    Membership.objects.create(pole=merged, organisation=one, role="fondateur", **period("2015-01-01"))
    Membership.objects.create(pole=merged, organisation=other)
    town = factories.commune()
    for pole, role in ((kept, "locaux-foncier"), (merged, "gouvernance")):
        partnership = Partnership.objects.create(pole=pole, collectivity=town)
        partnership.role_links.create(role=PartnershipRole.objects.get_or_create(slug=role, defaults={"name": role})[0])
    Recognition.objects.create(pole=kept, kind="aap-2013", **period("2013-06-01", "2016-01-01"))
    Recognition.objects.create(pole=merged, kind="aap-2013", source="Une liste", **period("2013-06-01", "2017-01-01"))
    Stage.objects.create(pole=kept, name="emergent", **period("2015-01-01", "2018-01-01"))
    Stage.objects.create(pole=merged, name="consolide", **period("2017-01-01"))
    Place.objects.create(pole=kept, name="Atelier", address="1, rue Une")
    Place.objects.create(pole=merged, name="Atelier", address="2, rue Autre", description="Des outils.")
    FieldOrigin.objects.create(pole=merged, field="email", kind="pole", as_of=today())
    FormerSlug.objects.create(pole=merged, slug="vallee-ancienne")
    person = factories.user("anime@example.org")
    Coordinator.objects.create(pole=kept, user=person, level="reader")
    Coordinator.objects.create(pole=merged, user=person, level="editor")
    Coordinator.objects.create(pole=merged, user=factories.user("autre@example.org"))
    FollowUp.objects.create(pole=merged, text="Un appel.")
    for pole, pk in ((kept, 1), (merged, 2)):
        Claim.objects.create(pole=pole, name="N", function="F", email="n@example.org", proof="P")
        Report.objects.create(pole=pole, what=f"Faux {pk}.")
    NamedContact.objects.create(pole=merged, name="N", function="F", email="c@example.org")
    KeptForm.objects.create(pole=merged, user=person, section="presentation", typed={})
    Proposal.objects.create(pole=merged, author=person)
    return one, other


def test_all_goes_over_and_the_old_address_leads_on(national, pair):
    kept, merged = pair
    fill(kept, merged)
    told = merging.merge_poles(national, kept, merged, {"email", "founded_year"})

    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.email, kept.founded_year, kept.summary) == ("vallee@example.org", 2014, "Un résumé.")
    assert (merged.publication, merged.merged_into) == ("retire", kept)
    assert FieldOrigin.objects.get(pole=kept, field="email").kind == "pole"
    assert sorted(kept.sector_links.values_list("sector__slug", "is_pivot")) == [("culture", True), ("energie", False)]
    assert kept.sources.count() == 2
    members = {row.organisation.name: row for row in kept.memberships.all()}
    assert members["Association une"].member_type == "ess"
    assert members["Association une"].period.lower == datetime.date(2015, 1, 1)
    assert members["Coopérative autre"].period is None
    roles = kept.partnerships.get().role_links.values_list("role__slug", flat=True)
    assert sorted(roles) == ["gouvernance", "locaux-foncier"]
    recognition = kept.recognitions.get()
    assert (recognition.period.upper, recognition.source) == (datetime.date(2017, 1, 1), "Une liste")
    assert [(row.name, row.period.upper) for row in kept.stages.all()] == [("emergent", None)]
    place = kept.places.get()
    assert (place.address, place.description) == ("1, rue Une", "Des outils.")
    assert "adresse « 2, rue Autre »" in " ".join(told)
    assert "Stades : 0 en plus, 1 déjà là." in told and "stade « consolidé »" in " ".join(told)
    levels = {one.user.email: one.level for one in kept.coordinators.all()}
    assert levels == {"anime@example.org": "editor", "autre@example.org": "editor"}
    assert (kept.follow_ups.count(), kept.reports.count(), kept.named_contacts.count()) == (1, 2, 1)
    assert (kept.claims.count(), KeptForm.objects.get().pole, Proposal.objects.get().pole) == (1, kept, kept)

    for address in ("vallee-bis", "vallee-ancienne"):
        for page in ("", "fiche/", "historique/"):
            response = Client().get(f"/poles/{address}/{page}")
            assert (response.status_code, response["Location"]) == (301, f"/poles/vallee/{page}")
    assert Client().get("/poles/?q=vallee").context["total"] == 1


def test_merge_undone_gives_back_every_row(national, pair):
    kept, merged = pair
    fill(kept, merged)
    version, former = version_of("2021", "en-vigueur"), version_of("2014", "ancienne")
    signed(kept, version, "2022")
    signed(merged, former, "2015")
    signed(merged, version, "2023-05-06")
    before = rows()
    merging.merge_poles(national, kept, merged, {"name", "email", "founded_year"})
    operation = Operation.objects.get()
    assert set(Signature.objects.values_list("pole", flat=True)) == {kept.pk}
    assert rows() != before

    operations.undo(national, operation.pk)
    after = rows()
    assert {key: row for key, row in after.items() if before.get(key) != row} == {}
    assert before.keys() == after.keys()
    assert Client().get("/poles/vallee-bis/").status_code == 200
    with pytest.raises(ValidationError, match="déjà annulée"):
        operations.undo(national, operation.pk)


def test_undoing_is_refused_with_what_changed_since(national, pair):
    kept, merged = pair
    merging.merge_poles(national, kept, merged, {"email"})
    Pole.objects.filter(pk=kept.pk).update(summary="Corrigé depuis.")
    before = rows()

    with pytest.raises(ValidationError) as refused:
        operations.undo(national, Operation.objects.get().pk)
    assert refused.value.messages == ["Changé depuis : rien n'est annulé.", "pôle : PTCE de la Vallée fictive"]
    assert rows() == before and Operation.objects.get().undone_at is None


def test_what_refers_since_to_a_row_of_the_operation_stops_undoing(national, pair):
    kept, merged = pair
    Partnership.objects.create(pole=merged, collectivity=factories.commune())
    merging.merge_poles(national, kept, merged, set())
    later = factories.pole("Troisième")
    merging.merge_poles(national, later, kept, set())

    with pytest.raises(ValidationError, match="Changé depuis"):
        operations.undo(national, Operation.objects.earliest("pk").pk)
    assert Client().get("/poles/vallee-bis/")["Location"] == later.get_absolute_url()
    operations.undo(national, Operation.objects.latest("pk").pk)
    operations.undo(national, Operation.objects.earliest("pk").pk)
    assert Client().get("/poles/vallee-bis/").status_code == 200


def test_merge_tried_changes_nothing(national, pair):
    kept, merged = pair
    fill(kept, merged)
    before = rows()

    told = merging.tried(merging.merge_poles, national, kept, merged, {"email"})
    assert "Secteurs du pôle : 1 en plus, 1 déjà là." in told
    assert rows() == before and not Operation.objects.exists()


def test_what_waits_is_decided_first(national, pair):
    kept, merged = pair
    Proposal.objects.create(pole=merged, state="envoyee", submitted_at="2026-01-01T00:00Z")
    with pytest.raises(ValidationError, match="décidez-en d'abord"):
        merging.merge_poles(national, kept, merged, set())


@pytest.mark.parametrize("regions", [["11"], ["84"]])
def test_regional_staff_merge_what_they_look_after(pair, regions):
    kept, merged = pair
    person = factories.user("cra@example.org", role="regionale", region_codes=regions)
    if regions == ["84"]:
        merging.merge_poles(person, kept, merged, set())
        other = factories.user("cra2@example.org", role="regionale", region_codes=regions)
        with pytest.raises(PermissionDenied):
            operations.undo(other, Operation.objects.get().pk)
        operations.undo(person, Operation.objects.get().pk)
    else:
        with pytest.raises(PermissionDenied):
            merging.merge_poles(person, kept, merged, set())
    assert not Pole.objects.exclude(merged_into=None).exists()


def test_merged_twice_or_with_itself_is_refused(national, pair):
    kept, merged = pair
    with pytest.raises(ValidationError, match="Choisissez deux fiches"):
        merging.merge_poles(national, kept, kept, set())
    merging.merge_poles(national, kept, merged, set())
    with pytest.raises(ValidationError, match="déjà été fusionnée"):
        merging.merge_poles(national, kept, merged, set())
    assert Operation.objects.count() == 1


def test_values_that_do_not_go_together_are_told(national, pair):
    kept, merged = pair
    Pole.objects.filter(pk=kept.pk).update(ended_year=2010)
    with pytest.raises(ValidationError):
        merging.merge_poles(national, kept, merged, {"founded_year"})
    assert not Operation.objects.exists()


def test_a_page_is_published_when_one_of_the_two_was(national, pair):
    kept, merged = pair
    Pole.objects.filter(pk=kept.pk).update(publication="brouillon")
    merging.merge_poles(national, kept, merged, set())
    assert Client().get("/poles/vallee/").status_code == 200


def test_choices_are_what_differs_and_take_what_the_other_lacks(pair):
    found = {one.key: one for one in merging.choices(*pair)}
    assert set(found) == {"name", "summary", "email", "founded_year", "seat_departement_id"}
    assert (found["email"].takes_merged, found["summary"].takes_merged) == (True, False)
    assert found["summary"].merged == "Un autre."


@pytest.mark.parametrize("merged_is_older", [False, True])
def test_organisations_become_one_and_come_back(national, merged_is_older):
    """In either order of the rows: a SIRET and a collectivité are never two structures' at once, not even on the way back."""
    town = factories.commune()
    names = ["Association une", "Association Une (bis)"]
    kept, merged = (factories.organisation(name) for name in names)
    if merged_is_older:
        kept, merged = merged, kept
    Organisation.objects.filter(pk=kept.pk).update(commune=town, departement=town.departement)
    Organisation.objects.filter(pk=merged.pk).update(siret="73282932000074", collectivity=factories.departement())
    kept.refresh_from_db()
    merged.refresh_from_db()
    pole, led = factories.pole("Où elles sont"), factories.pole("Portée", lead_organisation=merged)
    Membership.objects.create(pole=pole, organisation=kept)
    Membership.objects.create(pole=pole, organisation=merged, member_type="ess")
    Membership.objects.create(pole=led, organisation=merged)
    before = rows()

    told = merging.merge_organisations(national, kept, merged, {"siret", "collectivity_id"})
    kept.refresh_from_db()
    assert (kept.siret, kept.collectivity) == ("73282932000074", factories.departement())
    assert {one.pole.name: one.member_type for one in kept.memberships.all()} == {"Où elles sont": "ess", "Portée": ""}
    assert Pole.objects.get(pk=led.pk).lead_organisation == kept
    assert "Structure porteuse de Portée." in told
    response = Client().get(merged.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())

    operations.undo(national, Operation.objects.get().pk)
    assert rows() == before
    assert Organisation.objects.get(pk=merged.pk).collectivity == factories.departement()


def test_structure_that_was_merged_is_not_proposed_any_more(national):
    kept, merged = factories.organisation("Archer"), factories.organisation("Archer (bis)", siren="732829320")
    pole = factories.pole()
    merging.merge_organisations(national, kept, merged, set())

    assert organisations.known_like(["archer"]) == [[kept]]
    assert subjects.organisation_of({"slug": merged.slug}) == subjects.organisation_of({"name": "A", "siren": "732829320"})
    assert subjects.organisation_of({"slug": merged.slug}) == kept
    asked = {"app_label": "poles", "model_name": "pole", "field_name": "lead_organisation", "term": "archer"}
    found = sign_in(Client(), national).get("/admin/autocomplete/", asked).json()["results"]
    assert [one["id"] for one in found] == [str(kept.pk)]
    assert pole.lead_organisation is None


def test_space_of_a_pole_that_was_merged_leads_to_the_one_it_became(pair, national):
    kept, merged = pair
    editor, stranger = factories.user("a@example.org"), factories.user("b@example.org")
    Coordinator.objects.create(pole=merged, user=editor, level="editor")
    merging.merge_poles(national, kept, merged, set())

    address = f"/espace/{merged.slug}/"
    response = sign_in(Client(), editor).get(address)
    assert (response.status_code, response["Location"]) == (302, f"/espace/{kept.slug}/")
    assert sign_in(Client(), stranger).get(address).status_code == 404


def test_every_relation_to_a_pole_is_thought_of():
    """A new one fails here until `merging` says what becomes of it."""
    handled = {
        *("Claim", "Coordinator", "FieldOrigin", "FollowUp", "Invitation", "KeptForm", "Membership", "NamedContact"),
        *("Partnership", "Place", "PoleSector", "PoleTerritory", "Proposal", "Recognition", "Report", "SocialAddress"),
        *("Source", "Stage"),
        "FormerSlug",  # leads to the pole, which leads on
        "Pole",  # those merged into it follow
        "SearchEntry",  # by triggers
        *("Application", "Signature"),  # settings.ON_MERGE
        "Mailing_poles",  # to whom it was written stays; what is not sent yet leaves out what was merged
    }
    relations = [one for one in Pole._meta.get_fields(include_hidden=True) if one.one_to_many or one.one_to_one]
    related = {one.related_model.__name__ for one in relations if one.auto_created}
    assert {name for name in related if not name.endswith("Event")} == handled


def test_invitations_follow_but_one_that_is_open_there_already(national, pair):
    kept, merged = pair
    times = {"sent_at": "2026-01-01T00:00Z", "expires_at": "2027-01-01T00:00Z"}
    for pole, email in ((kept, "a@example.org"), (merged, "a@example.org"), (merged, "b@example.org")):
        Invitation.objects.create(pole=pole, email=email, **times)
    merging.merge_poles(national, kept, merged, set())
    assert sorted(kept.invitations.values_list("email", flat=True)) == ["a@example.org", "b@example.org"]


def test_sources_of_both_rows_are_kept(national, pair):
    kept, merged = pair
    adherent = factories.organisation("Adhérente")
    for pole, source in ((kept, "https://example.org/liste"), (merged, "Annuaire fictif")):
        pole.memberships.create(organisation=adherent, role="membre", source=source)
        pole.recognitions.create(kind="aap-2015", source="Une même liste")

    told = merging.merge_poles(national, kept, merged, set())

    assert kept.memberships.get().source == "https://example.org/liste ; Annuaire fictif"
    assert kept.recognitions.get(kind="aap-2015").source == "Une même liste"
    assert not any("source" in sentence for sentence in told)
    page = Client().get(kept.get_absolute_url()).content.decode()
    assert '<a href="https://example.org/liste" rel="nofollow noopener">example.org</a> ; Annuaire fictif' in page
