"""What finds a pole in the back office, and the rows that stand on it; the lists that lead to them."""

import datetime

import pytest

from poles.models import FollowUp, Membership, Partnership, Pole, Recognition
from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LISTS = ("pole", "membership", "partnership", "recognition", "stage", "place")


@pytest.fixture
def lilas():
    lead = factories.organisation("Association des Lilas", siret="73282932000074")
    pole = factories.pole(
        "Pôle des Lilas",
        acronym="PDL",
        slug="ancien-nom",
        siren="732829320",
        seat_commune=factories.commune(postal_codes=["26100"]),
        lead_organisation=lead,
    )
    Pole.objects.filter(pk=pole.pk).update(slug="nouveau-nom")
    Membership.objects.create(pole=pole, organisation=lead, member_type="ess")
    Recognition.objects.create(pole=pole, kind="charte", source="s")
    Partnership.objects.create(pole=pole, collectivity=factories.commune())
    pole.stages.create(name="emergent", period=("2020-01-01", None), start_precision="day")
    pole.places.create(name="La halle")
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    other = factories.pole("Autre pôle", seat_departement=elsewhere)
    Recognition.objects.create(pole=other, kind="charte", source="s")
    return pole


def found(client, model, query):
    return client.get(f"/admin/poles/{model}/?{query}").context["cl"].result_count


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize(
    "typed",
    [
        "lilas",
        "PDL",
        "732829320",
        "romans-sur",
        "drome",
        "26281",
        "26100",
        "auvergne",
        "ancien-nom",
        "nouveau-nom",
        "PTCE-{number:04}",
        "ptce {number:04}",
        "Ptce{number}",
        "lilas romans",
        "association",
    ],
)
def test_row_is_found_by_all_that_finds_its_pole(lilas, model, typed):
    client = client_of("national staff")
    query = f"q={typed.format(number=lilas.number)}"

    assert found(client, model, query) == 1, (model, typed)
    assert found(client, model, "q=lilas+introuvable") == 0


def test_words_may_be_of_the_row_and_of_its_pole(lilas):
    client = client_of("national staff")

    assert found(client, "place", "q=halle+romans") == 1
    assert found(client, "place", "q=halle+paris") == 0


@pytest.mark.parametrize("model", LISTS)
def test_lists_of_rows_are_kept_by_region(lilas, model):
    factories.region("93", "Provence-Alpes-Côte d'Azur")
    client = client_of("national staff")

    assert found(client, model, "region=84") == 1
    assert found(client, model, "region=93") == 0


def test_poles_are_kept_by_their_stage_of_today(lilas):
    lilas.stages.update(end_precision="open")
    client = client_of("national staff")

    assert found(client, "pole", "stade=emergent") == 1
    assert found(client, "pole", "stade=consolide") == 0


def test_search_of_regional_staff_finds_no_row_elsewhere(lilas):
    client = client_of("regional staff elsewhere")

    assert found(client, "recognition", "q=lilas") == 0
    assert found(client, "recognition", "q=autre") == 1


def test_record_leads_to_the_lists_that_stand_on_it(lilas):
    client = client_of("national staff")
    shown = client.get(f"/admin/poles/pole/{lilas.pk}/change/")

    standing = {one.label: (one.count, one.address) for one in shown.context["standing"]}
    assert standing["Adhésions"] == (1, f"/admin/poles/membership/?pole__id__exact={lilas.pk}")
    assert "Signatures" not in standing
    for count, address in standing.values():
        assert client.get(address).context["cl"].result_count == count, address


def test_collectivity_leads_to_what_stands_on_it_as_far_as_one_may_see(lilas):
    commune = lilas.seat_commune
    address = f"/admin/poles/collectivity/{commune.departement.region.pk}/change/"
    for role, told in (("national staff", True), ("regional staff elsewhere", False)):
        client = client_of(role)
        shown = client.get(f"/admin/poles/collectivity/{commune.pk}/change/")
        assert ("Partenariats : 1" in shown.content.decode()) == told, role
        assert "Collectivités" in client.get(address).content.decode()


@pytest.mark.parametrize("publication", ["publie", "brouillon"])
def test_row_leads_to_the_page_of_its_pole_when_there_is_one(lilas, publication):
    row = lilas.recognitions.get()
    Pole.objects.update(publication=publication)

    shown = client_of("national staff").get(f"/admin/poles/recognition/{row.pk}/change/").content.decode()

    assert ("Voir sur le site" in shown) == (publication == "publie")


def test_who_wrote_a_record_is_told_on_it(lilas):
    client = client_of("national staff")
    lead = lilas.lead_organisation
    sent = client.get(f"/admin/poles/organisation/{lead.pk}/change/").context["adminform"].form
    data = {name: sent[name].value() or "" for name in sent.fields} | {"acronym": "AL"}
    rows = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    answer = client.post(f"/admin/poles/organisation/{lead.pk}/change/", data | rows)

    assert answer.status_code == 302, answer.context["errors"]
    trace = client.get(f"/admin/poles/organisation/{lead.pk}/change/").context["trace"]
    assert (trace.made_by, trace.changed_by) == ("", "cellule@example.org"), trace


def test_a_record_leads_to_all_its_rows_not_only_those_that_wait(lilas):
    staff = client_of("national staff")
    FollowUp.objects.create(pole=lilas, day=datetime.date(2026, 3, 4), text="Vu.", is_done=True)

    assert found(staff, "followup", "") == 0
    assert found(staff, "followup", f"pole__id__exact={lilas.pk}") == 1
    assert found(staff, "followup", "suite=toutes") == 1

    of_lilas = f"pole__id__exact={lilas.pk}"
    page = staff.get(f"/admin/poles/followup/?{of_lilas}").content.decode()
    assert f"?{of_lilas}&amp;suite=attend" in page or f"?suite=attend&amp;{of_lilas}" in page
    assert found(staff, "followup", f"{of_lilas}&suite=attend") == 0


def test_list_of_poles_tells_the_last_contact(lilas):
    for day in (2, 4, 3):
        FollowUp.objects.create(pole=lilas, day=datetime.date(2026, 3, day), text="Vu.", is_done=True)

    assert "4 mars 2026" in client_of("national staff").get("/admin/poles/pole/?q=lilas").content.decode()


@pytest.mark.parametrize("model", LISTS)
def test_counts_beside_filters_are_not_made_on_large_tables(lilas, model):
    assert client_of("national staff").get(f"/admin/poles/{model}/?_facets=True").context["cl"].add_facets is False


def test_only_the_list_of_poles_writes_to_them(lilas):
    staff = client_of("national staff")
    assert "Écrire à ces pôles" in staff.get("/admin/poles/pole/").content.decode()
    assert "Écrire à ces pôles" not in staff.get("/admin/poles/organisation/").content.decode()


def test_form_of_a_new_pole_shows_no_day(lilas):
    page = client_of("national staff").get("/admin/poles/pole/add/").content.decode()
    assert "DatabaseDefault" not in page and "Modifié le" not in page


def test_structures_are_found_by_place():
    factories.organisation("Fournil fictif", commune=factories.commune(), departement=factories.departement())
    staff = client_of("national staff")

    for typed in ("romans", "26281", "drome", "auvergne"):
        assert found(staff, "organisation", f"q={typed}") == 1, typed
    assert found(staff, "organisation", "q=introuvable") == 0


def test_name_that_begins_as_typed_is_proposed_first():
    ain = factories.departement("35", "Ille-et-Vilaine", factories.region("53", "Bretagne"))
    for name in ("Les Articulteurs", "Pôle Laine", "Laine d'ici"):
        factories.pole(name, seat_departement=ain)
    asked = {"app_label": "poles", "model_name": "membership", "field_name": "pole", "term": "laine"}

    found = client_of("national staff").get("/admin/autocomplete/", asked).json()["results"]

    assert [one["text"].split(",")[0] for one in found] == ["Laine d'ici", "Pôle Laine", "Les Articulteurs"]
