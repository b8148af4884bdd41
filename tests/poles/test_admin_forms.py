"""The back office: what a person corrects is published, recorded, and holds against an import."""

import datetime
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from psycopg.types.range import DateRange

from poles.enums import OriginKind, Publication
from poles.models import FieldOrigin, Organisation, Pole
from poles.services.pole_import import import_poles
from ptce_site.clock import today
from ptce_site.record_admin import RecordAdmin
from ptce_site.refusals import ToldBeside
from tests import factories
from tests.poles.back_office import client_of, form_of, submit
from tests.records import first_keys, one_of_each
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PREFIXES = [
    "follow_ups",
    "sector_links",
    "territory_links",
    "recognitions",
    "stages",
    "memberships",
    "places",
    "social_addresses",
]
PREFIXES += ["sources", "former_slugs", "coordinators", "named_contacts"]


def test_correction_is_published_recorded_and_holds_against_an_import():
    pole = factories.pole("Avant", seat_commune=factories.commune(), checked_on=datetime.date(2026, 1, 1))
    client = client_of("national staff")
    data = {**form_of(client, pole), "name": "Après", "founded_year": "2015"}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", data)

    assert response.status_code == 302, response.context["errors"]
    pole.refresh_from_db()
    assert (pole.name, pole.founded_year) == ("Après", 2015)
    origins = FieldOrigin.objects.values_list("field", "kind", "as_of")
    assert sorted(origins) == [("founded_year", OriginKind.STAFF, today()), ("name", OriginKind.STAFF, today())]
    event = pole.events.latest("pgh_id")
    assert (event.pgh_label, event.pgh_context.metadata["url"]) == ("update", f"/admin/poles/pole/{pole.pk}/change/")


def test_new_pole_gets_a_code_an_address_and_an_origin():
    client = client_of("national staff")
    empty = {f"{prefix}-{name}": "0" for prefix in PREFIXES for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    place = factories.departement()

    response = client.post(
        "/admin/poles/pole/add/",
        {**empty, "name": "L'Été à Die", "seat_departement": place.pk, "publication": Publication.PUBLISHED},
    )

    assert response.status_code == 302, response.context["errors"]
    pole = Pole.objects.get()
    assert (pole.code, pole.slug) == ("PTCE-0001", "l-ete-a-die")
    assert set(FieldOrigin.objects.values_list("field", flat=True)) == {"name", "seat", "publication"}


def test_overlapping_rows_are_a_form_error_and_lose_nothing():
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    stages = {"stages-TOTAL_FORMS": "2"}
    for number, start in enumerate(("2020-01-01", "2021-01-01")):
        stages |= {
            f"stages-{number}-name": "emergent", f"stages-{number}-since": start, f"stages-{number}-goes_on": "on",
        }  # fmt: skip

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", {**form_of(client, pole), **stages})

    assert response.status_code == 200
    assert "Deux lignes se recouvrent" in response.content.decode()
    assert 'value="01/01/2021"' in response.content.decode()
    assert pole.stages.count() == 0


def test_rows_changed_in_an_inline_are_recorded_as_a_persons():
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    rows = {"sources-TOTAL_FORMS": "1", "sources-0-url": "https://example.org/"}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", {**form_of(client, pole), **rows})

    assert response.status_code == 302, response.context["errors"]
    assert FieldOrigin.objects.get().field == "sources"


def test_recognition_corrected_or_removed_on_its_own_page_holds_against_an_import(tmp_path):
    pole = factories.pole("Pôle", seat_departement=factories.departement())
    file = tmp_path / "poles.csv"
    file.write_text("name,departement_code,labels\nPôle,26,aap-2013\n", encoding="utf-8")
    import_poles(file, wet=True)
    recognition = pole.recognitions.get()

    response = client_of("national staff").post(f"/admin/poles/recognition/{recognition.pk}/delete/", {"post": "yes"})
    report = import_poles(file, wet=True)

    assert response.status_code == 302
    assert pole.recognitions.count() == 0
    assert [conflict.field for conflict in report.lines[0].conflicts] == ["recognitions"]


def test_recognitions_removed_together_hold_against_an_import():
    pole = factories.pole()
    recognition = pole.recognitions.create(kind="aap-2013")
    data = {"action": "delete_selected", "_selected_action": [recognition.pk], "post": "yes"}

    client_of("national staff").post("/admin/poles/recognition/", data)

    assert pole.recognitions.count() == 0
    assert FieldOrigin.objects.get().field == "recognitions"


def test_lead_renamed_by_a_person_is_not_given_another_by_an_import(tmp_path):
    file = tmp_path / "poles.csv"
    file.write_text("name,departement_code,lead_organisation\nPôle,26,Ancien nom\n", encoding="utf-8")
    factories.departement()
    import_poles(file, wet=True)
    lead = Pole.objects.get().lead_organisation
    empty = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    response = client_of("national staff").post(
        f"/admin/poles/organisation/{lead.pk}/change/", {**empty, "name": "Nouveau nom", "slug": lead.slug}
    )
    report = import_poles(file, wet=True)

    assert response.status_code == 302, response.context["errors"]
    assert Pole.objects.get().lead_organisation.name == "Nouveau nom"
    assert [conflict.field for conflict in report.lines[0].conflicts] == ["lead_organisation"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"slug": "ancienne"}, "Cette adresse a été celle d&#x27;un autre pôle"),
        ({"name": "Полюс"}, "une lettre latine ou un chiffre"),
        ({"name": "日本"}, "une lettre latine ou un chiffre"),
        ({"founded_year": "40000"}, "L&#x27;année doit être entre 1800 et 2200"),
        ({"founded_year": "2199"}, "Cette année est à venir"),
        ({"checked_on": "2199-01-01"}, "Cette date est à venir"),
        ({"website": "https://personne@example.org/"}, "une page publique"),
        ({"website": "http://localhost/"}, "une page publique"),
        ({"website": "http://127.0.0.1:8000/"}, "une page publique"),
        ({"website": "http://[::ffff:10.0.0.1]/"}, "une page publique"),
        ({"phone": "appelez-moi"}, "Des chiffres"),
    ],
)
def test_wrong_value_is_a_form_error(changes, told):
    renamed = factories.pole(slug="ancienne")
    Pole.objects.filter(pk=renamed.pk).update(slug="nouvelle")
    pole = factories.pole("Intact", seat_commune=factories.commune())

    response = submit(pole, **changes)

    assert response.status_code == 200
    assert told in response.content.decode()
    assert Pole.objects.get(pk=pole.pk).name == "Intact"


def test_organisation_without_a_comparable_name_is_a_form_error():
    empty = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    response = client_of("national staff").post("/admin/poles/organisation/add/", {**empty, "name": "Полюс"})

    assert response.status_code == 200
    assert "une lettre latine ou un chiffre" in response.content.decode()


def test_second_pivot_is_a_form_error_and_a_pivot_may_move():
    pole = factories.pole(seat_commune=factories.commune())
    pole.sector_links.create(sector=factories.sector("culture"), is_pivot=True)
    pole.sector_links.create(sector=factories.sector("energie"))
    client = client_of("national staff")

    two = submit(pole, client, **{"sector_links-1-is_pivot": "on"})
    moved = submit(pole, client, **{"sector_links-0-is_pivot": "", "sector_links-1-is_pivot": "on"})

    assert two.status_code == 200
    assert "qu&#x27;un secteur pivot" in two.content.decode()
    assert moved.status_code == 302
    assert pole.sector_links.get(is_pivot=True).sector.slug == "energie"


def test_two_sectors_may_be_swapped():
    pole = factories.pole(seat_commune=factories.commune())
    links = [pole.sector_links.create(sector=factories.sector(slug)) for slug in ("culture", "energie")]

    response = submit(pole, **{"sector_links-0-sector": links[1].sector_id, "sector_links-1-sector": links[0].sector_id})

    assert response.status_code == 302, response.context["errors"]
    connection.check_constraints()
    assert list(pole.sector_links.order_by("pk").values_list("sector__slug", flat=True)) == ["energie", "culture"]


@pytest.mark.parametrize(("last", "boundary"), [("2020-12-31", "2021-01-01"), ("31/12/2022", "01/01/2023")])
def test_boundary_of_two_stages_may_move(last, boundary):
    pole = factories.pole(seat_commune=factories.commune())
    days = (datetime.date(2020, 1, 1), datetime.date(2022, 1, 1), None)
    for name, start, end in (("emergent", *days[:2]), ("consolide", *days[1:])):
        pole.stages.create(
            name=name, period=DateRange(start, end), start_precision="day", end_precision="day" if end else "open"
        )

    response = submit(pole, **{"stages-0-until": last, "stages-1-since": boundary})

    assert response.status_code == 302, response.context["errors"]
    connection.check_constraints()
    starts = sorted(stage.period.lower.strftime("%d/%m/%Y %Y-%m-%d") for stage in pole.stages.all())
    assert starts[0].startswith("01/01/2020") and boundary in starts[1]


def test_recognition_given_to_another_pole_holds_for_both():
    pole, other = factories.pole(), factories.pole()
    recognition = pole.recognitions.create(kind="aap-2013")
    data = {"pole": other.pk, "kind": "aap-2013"}

    response = client_of("national staff").post(f"/admin/poles/recognition/{recognition.pk}/change/", data)

    assert response.status_code == 302, response.context["errors"]
    assert set(FieldOrigin.objects.values_list("pole", "field")) == {(pole.pk, "recognitions"), (other.pk, "recognitions")}


@pytest.mark.parametrize("field", ["seat_commune", "seat_departement", "lead_organisation", "sector_links-0-sector"])
@pytest.mark.parametrize("value", ["abc", "9" * 30, "-1"])
def test_value_that_is_no_key_is_a_form_error(field, value):
    pole = factories.pole("Intact", seat_commune=factories.commune())
    pole.sector_links.create(sector=factories.sector())

    response = submit(pole, **{field: value})

    assert response.status_code == 200
    assert "Intact" in response.content.decode()


def test_emptied_address_is_kept():
    pole = factories.pole("Un nom", slug="une-adresse", seat_commune=factories.commune())

    response = submit(pole, slug="")

    assert response.status_code == 302, response.context["errors"]
    assert Pole.objects.get().slug == "une-adresse"


def test_rows_written_and_deleted_by_the_cell_are_told_to_come_from_it():
    pole = factories.pole()
    client = client_of("national staff")
    organisation = factories.organisation()
    rows = {
        "place": {"name": "Atelier"},
        "membership": {
            "organisation": organisation.pk,
            "role": "membre",
        },
    }
    for model, typed in rows.items():
        assert client.post(f"/admin/poles/{model}/add/", {"pole": pole.pk, **typed}).status_code == 302, model
    assert dict(FieldOrigin.objects.values_list("field", "kind")) == {"places": "cellule", "memberships": "cellule"}

    FieldOrigin.objects.all().delete()
    assert client.post(f"/admin/poles/place/{pole.places.get().pk}/delete/", {"post": "yes"}).status_code == 302
    assert FieldOrigin.objects.get().field == "places"


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"siret": "12345678901234"}, "siret", "Ce numéro SIRET n'est pas valable"),
        ({"siren": "552100554", "siret": "73282932000074"}, "siret", "Le SIRET doit commencer par le SIREN."),
        ({"rna": "751"}, "rna", "Ce numéro RNA n'est pas valable"),
        ({"latitude": "95", "longitude": "1", "point_precision": "commune"}, "latitude", "Une latitude va de -90 à 90 degrés"),
        ({"latitude": "45"}, "latitude", "Un point a une latitude, une longitude et une précision"),
        ({"founded_year": "2020", "ended_year": "2019"}, "founded_year", "L'année de fin ne peut pas précéder"),
    ],
)
def test_what_the_database_would_refuse_is_told_beside_the_field(typed, field, told):
    pole = factories.pole(seat_commune=factories.commune())

    errors = submit(pole, **typed).context["adminform"].form.errors

    assert list(errors) == [field] and told in errors[field][0]


def test_siret_already_known_is_told_beside_the_field():
    factories.organisation("Une structure", siret="73282932000074")
    empty = {"name": "Une autre", "siret": "73282932000074"}

    answer = client_of("national staff").post("/admin/poles/organisation/add/", empty)

    assert "Ce SIRET est déjà enregistré." in answer.context["adminform"].form.errors["siret"]


def test_enter_in_a_field_saves_and_nothing_more():
    one_of_each()
    seen = 0
    for client in (client_of("national staff"), sign_in(Client(), factories.user("garde@example.org", role="charte"))):
        for root, key in first_keys().items():
            form = re.search(r'<form[^>]* id="\w+_form".*?</form>', client.get(f"{root}{key}/change/").content.decode(), re.S)
            typed = form and re.search(r'<input[^>]*type="(text|email|url|number)"', form[0])
            first = re.search(r'<(?:button|input)[^>]*type="submit"[^>]*>', form[0]) if form and typed else None
            assert first is None or 'name="_save"' in first[0], root
            seen += first is not None
    assert seen > 20


def test_every_form_of_the_back_office_tells_beside_the_field(rf):
    request = rf.get("/admin/")
    request.user = factories.staff()
    pages = [(model, page) for model, page in admin.site._registry.items() if isinstance(page, RecordAdmin)]
    known = [(model, page) for model, page in pages if page.has_change_permission(request)]
    inlines = [inline for _, page in known for inline in page.get_inline_instances(request)]
    rows = [inline for inline in inlines if inline.has_add_permission(request, None)]

    without = [model for model, page in known if not issubclass(page.get_form(request), ToldBeside)]
    without += [row.model for row in rows if not issubclass(row.form, ToldBeside)]

    assert without == [] and len(known) > 20 and len(rows) > 8


def test_identifiers_are_read_as_they_are_printed():
    pole, typed = factories.pole(seat_commune=factories.commune()), {"siret": "732 829 320 00074", "rna": " w123456789 "}
    client, no_rows = client_of("national staff"), {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}

    field = client.get(f"/admin/poles/pole/{pole.pk}/change/").context["adminform"].form["siret"]
    assert "maxlength" not in str(field)
    assert submit(pole, client, **typed, siren="732.829.320").status_code == 302
    added = client.post("/admin/poles/organisation/add/", {"name": "Une structure", **typed, **no_rows})
    assert added.status_code == 302, added.context["errors"]

    assert Pole.objects.values_list("siren", "siret", "rna").get() == ("732829320", "73282932000074", "W123456789")
    assert Organisation.objects.values_list("siret", "rna").get() == ("73282932000074", "W123456789")


@pytest.mark.parametrize(
    "typed", [{"siret": "732 829 320 00074"}, {"website": "https://www.exemple.org/"}, {"rna": "w123456789"}]
)
def test_record_that_is_there_is_told_without_a_name(typed):
    factories.pole("Déjà là", siret="73282932000074", website="https://exemple.org", rna="W123456789")

    shown = client_of("national staff").get("/admin/poles/pole/ressemblants/", typed).content.decode()

    assert "Déjà là" in shown


@pytest.mark.parametrize("query", ["corriger=zz", "existait=zz", "region=zz", "publication__exact=zz&region=zz"])
def test_address_that_asks_for_no_choice_is_told_and_is_no_letter_to_all(query):
    client = client_of("national staff")

    assert client.get(f"/admin/poles/pole/?{query}")["Location"].endswith("?e=1")
    told = "L&#x27;adresse demandait un choix que cette liste n&#x27;a pas"
    assert told in client.get(f"/admin/poles/pole/?{query}", follow=True).content.decode()
    assert told not in client.get("/admin/poles/pole/").content.decode()
    assert client.get(f"/admin/cell/mailing/add/?{query}").status_code == 404


def test_words_of_the_library_are_ours():
    client = client_of("national staff")
    there, other = factories.sector("bois", "Bois"), factories.sector("energie", "Énergie")

    asked = client.post("/admin/poles/sector/", {"action": "delete_selected", "_selected_action": [there.pk, other.pk]})
    taken = client.post("/admin/poles/sector/add/", {"slug": "bois", "name": "Autre"})
    page = client.get(f"/admin/poles/pole/{factories.pole().pk}/change/").content.decode()

    assert "<h1>Supprimer : secteurs</h1>" in asked.content.decode()
    assert taken.context["adminform"].form.errors == {"slug": ["Une autre fiche l'a déjà."]}
    assert "<noscript><p>Choisir une fiche" in page
    assert "Ajouter : stade" in page and "supplémentaire" not in page
