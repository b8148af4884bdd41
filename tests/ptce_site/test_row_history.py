"""The history of rows in the back office: what it tells, and what it brings back."""

import pytest
from django.contrib import admin

from poles.enums import OriginKind
from poles.models import GlossaryWord, Organisation, Recognition, RegionalContact
from ptce_site.row_history import WithHistory
from tests import factories
from tests.poles.back_office import ROLES, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def staff():
    return client_of("national staff")


@pytest.fixture
def word():
    made = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société coopérative et participative.")
    GlossaryWord.objects.filter(pk=made.pk).update(definition="Société coopérative.")
    return made


def history_of(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/history/"


def keys(row):
    return list(type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id").values_list("pk", flat=True))


def test_each_change_is_told_word_by_word_and_by_whom(staff, word):
    staff.post(f"/admin/poles/glossaryword/{word.pk}/change/", {"name": "Scop", "definition": "Société coopérative."})

    shown = staff.get(history_of(word)).content.decode()

    assert shown.count("<h2>Créé le") == 1 and shown.count("<h2>Modifié le") == 2 and "Créé" in shown and "Modifié" in shown
    assert "et participative." in shown and "<ins>" in shown
    assert shown.count("par cellule@example.org") == 1
    assert "par une commande du serveur" in shown


def test_version_comes_back_and_is_a_change_like_another(staff, word):
    first = keys(word)[0]
    assert staff.post(history_of(word), {"version": first}).status_code == 302

    word.refresh_from_db()
    assert word.definition == "Société coopérative et participative."
    assert len(keys(word)) == 3
    again = staff.post(history_of(word), {"version": first})
    assert again.status_code == 422 and "rien n&#x27;a changé" in again.content.decode()


@pytest.mark.parametrize("key", ["", "0", "x", "٣", "9" * 30, "999999"])
def test_version_that_is_not_of_the_row_is_not_found(staff, word, key):
    other = GlossaryWord.objects.create(slug="scic", name="SCIC", definition="Autre.")

    assert staff.post(history_of(word), {"version": key}).status_code == 404
    assert staff.post(history_of(word), {"version": keys(other)[0]}).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999"])
def test_page_that_cannot_be_is_not_found(staff, word, page):
    assert staff.get(f"{history_of(word)}?page={page}").status_code == 404


def test_version_that_contradicts_what_was_written_since_is_refused_in_words(staff):
    region = factories.region()
    contact = RegionalContact.objects.create(region=region, name="CRESS", email="a@example.org")
    RegionalContact.objects.filter(pk=contact.pk).update(region=factories.region("11", "Île-de-France"))
    RegionalContact.objects.create(region=region, name="Autre", email="b@example.org")

    refused = staff.post(history_of(contact), {"version": keys(contact)[0]})

    assert refused.status_code == 422 and 'class="errornote"' in refused.content.decode()
    contact.refresh_from_db()
    assert contact.region.code == "11"


def test_a_name_that_comes_back_is_kept_from_imports_as_if_typed(staff):
    lead = factories.organisation("Les Lilas")
    pole = factories.pole("Pôle", lead_organisation=lead)
    Organisation.objects.filter(pk=lead.pk).update(name="Les Roses")

    staff.post(history_of(lead), {"version": keys(lead)[0]})

    lead.refresh_from_db()
    assert lead.name == "Les Lilas"
    assert pole.origins.filter(field="lead_organisation", kind=OriginKind.STAFF).exists()


def test_regional_staff_brings_no_row_back_to_a_pole_elsewhere():
    here = factories.pole("Ici", seat_commune=factories.commune())
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    elsewhere = factories.pole("Ailleurs", seat_departement=paris)
    row = Recognition.objects.create(pole=elsewhere, kind="aap-2013", source="s")
    Recognition.objects.filter(pk=row.pk).update(pole=here)
    client = client_of("regional staff here")
    assert client.get(history_of(row)).status_code == 200

    assert client.post(history_of(row), {"version": keys(row)[0]}).status_code == 403

    row.refresh_from_db()
    assert row.pole_id == here.pk


@pytest.mark.parametrize("role", [role for role in ROLES if role != "national staff"])
def test_others_do_not_read_it(role, word):
    client = client_of(role)

    assert client.get(history_of(word)).status_code in (302, 403)
    assert client.post(history_of(word), {"version": keys(word)[0]}).status_code in (302, 403)


def test_every_tracked_model_of_the_back_office_has_its_history():
    from poles.admin.history import WithVersions

    without = {
        model.__name__
        for model, shown_by in admin.site._registry.items()
        if hasattr(model, "pgh_event_model") and not isinstance(shown_by, WithHistory | WithVersions)
    }
    assert without == set()


def test_history_costs_the_same_at_2_and_30_versions(staff, word, django_assert_max_num_queries):
    for number in range(28):
        GlossaryWord.objects.filter(pk=word.pk).update(definition=f"Définition {number}.")
        if number in (0, 27):
            with django_assert_max_num_queries(8):
                assert staff.get(history_of(word)).status_code == 200


def test_history_without_a_version_is_a_page(staff, word):
    """Of a row from before histories, or a page beyond the last."""
    assert staff.get(f"{history_of(word)}?page=2").status_code == 200
    type(word).pgh_event_model.objects.all().delete()
    assert staff.get(history_of(word)).status_code == 200


def test_what_coming_back_would_change_is_shown_before(staff, word):
    first, second = keys(word)

    shown = staff.get(f"{history_of(word)}?version={first}")
    told = shown.content.decode()

    assert "Rétablir la version du" in told and f'value="{first}"' in told
    assert [label for label, _ in shown.context["asked"].differences] == ["définition"]
    assert GlossaryWord.objects.get().definition == "Société coopérative."
    same = staff.get(f"{history_of(word)}?version={second}").content.decode()
    assert "Cette version est celle d&#x27;aujourd&#x27;hui" in same and "Rétablir la version du" not in same
    assert staff.get(f"{history_of(word)}?version=x").status_code == 404


def test_what_does_not_come_back_here_is_named(staff):
    kept, gone = factories.organisation("Gardée"), factories.organisation("Partie")
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)
    Organisation.objects.filter(pk=gone.pk).update(merged_into=None)

    told = staff.get(f"{history_of(gone)}?version={keys(gone)[1]}").content.decode()

    assert "Ce que cette version a d&#x27;autre ne se rétablit pas ici : fusionnée dans" in told
