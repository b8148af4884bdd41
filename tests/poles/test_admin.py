"""The back office: who enters, and that a correction holds against an import."""

import datetime
import io

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from psycopg.types.range import DateRange

from poles.enums import OriginKind, Publication
from poles.models import FieldOrigin, NetworkFact, Picture, Pole
from poles.services.pole_import import import_poles
from ptce_site.clock import today
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ROLES = {
    "stranger": lambda: None,
    "user": lambda: factories.user("simple@example.org"),
    "staff without rights": lambda: factories.user("vide@example.org", is_staff=True),
    "inactive staff": lambda: factories.user("parti@example.org", is_staff=True, is_superuser=True, is_active=False),
    "national staff": factories.staff,
}
METHODS = ("get", "head", "post", "put", "patch", "delete")


def client_of(role):
    client = Client()
    person = ROLES[role]()
    if person:
        client.force_login(person)
    return client


def addresses(pole):
    """Every address of the back office: index, lists, additions, changes, deletions, histories."""
    found = ["/admin/", "/admin/poles/", "/admin/accounts/", "/admin/autocomplete/", "/admin/password_change/"]
    for model in admin.site._registry:
        root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found += [root, f"{root}add/", f"{root}{pole.pk}/change/", f"{root}{pole.pk}/history/", f"{root}{pole.pk}/delete/"]
    return found


@pytest.mark.parametrize("role", ["stranger", "user", "inactive staff"])
def test_those_without_access_see_nothing_of_the_back_office(role):
    pole = factories.pole("Pôle au nom secret")
    client = client_of(role)
    for address in addresses(pole):
        for method in METHODS:
            response = getattr(client, method)(address)
            assert response.status_code == 302, (method, address)
            assert response["Location"].startswith("/admin/login/")
            assert b"secret" not in response.content


def test_staff_without_rights_sees_no_record():
    pole = factories.pole("Pôle au nom secret")
    client = client_of("staff without rights")
    for address in addresses(pole):
        for method in METHODS:
            response = getattr(client, method)(address)
            allowed = (200, 405) if address in ("/admin/", "/admin/password_change/") else (302, 403, 404, 405)
            assert response.status_code in allowed, (method, address, response.status_code)
            assert b"secret" not in response.content


def test_national_staff_sees_every_list_and_record():
    pole = factories.pole("Pôle visible", seat_commune=factories.commune())
    client = client_of("national staff")
    for model in admin.site._registry:
        root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(root).status_code == 200, root
        assert client.get(f"{root}?q=visible").status_code == 200, root
    assert b"P\xc3\xb4le visible" in client.get(f"/admin/poles/pole/{pole.pk}/change/").content


@pytest.mark.parametrize("query", ["q=PTCE-0001", "q=Romans-Pole", "q=ancienne-adresse"])
def test_pole_is_found_by_code_and_former_address(query):
    pole = factories.pole("Romans-Pole", slug="ancienne-adresse")
    factories.pole("Autre")
    Pole.objects.filter(pk=pole.pk).update(slug="nouvelle")

    shown = client_of("national staff").get(f"/admin/poles/pole/?{query}").content.decode()

    assert "Romans-Pole" in shown
    assert ">Autre<" not in shown


def form_of(client, pole):
    """What the browser would send back, unchanged."""
    response = client.get(f"/admin/poles/pole/{pole.pk}/change/")
    data = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, bool):
                data |= {field.html_name: "on"} if value else {}
            elif value is not None and not hasattr(value, "lower_inc"):
                data[field.html_name] = value
    return data


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


PREFIXES = ["sector_links", "territory_links", "recognitions", "stages", "memberships", "places", "social_addresses"]
PREFIXES += ["sources", "former_slugs"]


def test_overlapping_rows_are_a_form_error_and_lose_nothing():
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    stages = {"stages-TOTAL_FORMS": "2"}
    for number, start in enumerate(("2020-01-01", "2021-01-01")):
        stages |= {
            f"stages-{number}-name": "emergent", f"stages-{number}-period_0": start, f"stages-{number}-period_1": "",
            f"stages-{number}-start_precision": "day", f"stages-{number}-end_precision": "open",
        }  # fmt: skip

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", {**form_of(client, pole), **stages})

    assert response.status_code == 200
    assert "Deux lignes se recouvrent" in response.content.decode()
    assert 'value="2021-01-01"' in response.content.decode() or "01/01/2021" in response.content.decode()
    assert pole.stages.count() == 0


def test_rows_changed_in_an_inline_are_recorded_as_a_persons():
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    rows = {"sources-TOTAL_FORMS": "1", "sources-0-url": "https://example.org/"}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", {**form_of(client, pole), **rows})

    assert response.status_code == 302, response.context["errors"]
    assert FieldOrigin.objects.get().field == "sources"


def test_pole_cannot_be_deleted_even_by_the_national_staff():
    pole = factories.pole()
    client = client_of("national staff")

    assert client.post(f"/admin/poles/pole/{pole.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Pole.objects.count() == 1


def picture_file(kind="PNG", size=(2000, 1000)):
    output = io.BytesIO()
    Image.new("RGB", size, "red").save(output, kind)
    return SimpleUploadedFile(f"photo.{kind.lower()}", output.getvalue())


def test_picture_is_reencoded_kept_in_the_database_and_served_for_ever():
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    data = {**form_of(client, pole), "picture_file": picture_file(), "picture_alt": "Un carré rouge"}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", data)

    assert response.status_code == 302, response.context["errors"]
    picture = Picture.objects.get()
    served = Client().get(picture.get_absolute_url())
    assert (picture.width, picture.height) == (1600, 800)
    assert served.content[:4] == b"RIFF" and served["Content-Type"] == "image/webp"
    assert "immutable" in served["Cache-Control"]
    assert 'alt="Un carré rouge"' in Client().get(pole.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("file", "alt", "told"),
    [
        (SimpleUploadedFile("x.png", b"not a picture"), "Texte", "pas une image JPEG, PNG ou WebP lisible"),
        (SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "Texte", "pas une image JPEG"),
        (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "Texte", "pas une image JPEG"),
        (None, "", "Une image a un texte de remplacement"),
    ],
)
def test_wrong_picture_is_a_form_error(file, alt, told):
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    data = {**form_of(client, pole), "picture_file": file or picture_file(), "picture_alt": alt}

    response = client.post(f"/admin/poles/pole/{pole.pk}/change/", data)

    assert response.status_code == 200
    assert told in response.content.decode()
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("digest", ["a" * 64, "A" * 64, "a" * 63, "../../etc/passwd"])
def test_unknown_picture_is_not_found(client, digest):
    assert client.get(f"/images/{digest}.webp").status_code == 404


def test_list_of_poles_costs_the_same_at_1_and_30_rows(django_assert_max_num_queries):
    client = client_of("national staff")
    for number in range(30):
        factories.pole(f"Pôle {number}", seat_commune=factories.commune())
        if number in (0, 29):
            with django_assert_max_num_queries(8):
                client.get("/admin/poles/pole/")


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


def test_departements_of_an_intercommunalite_are_shown():
    epci = factories.epci()
    epci.covered_departements.create(departement=factories.departement())

    shown = client_of("national staff").get(f"/admin/poles/collectivity/{epci.pk}/change/").content.decode()

    assert "Drôme (26)" in shown


def test_every_model_stands_in_the_back_office():
    from django.apps import apps

    registered = set(admin.site._registry)
    inlined = {inline.model for model_admin in admin.site._registry.values() for inline in model_admin.inlines}
    ours = {model for model in apps.get_app_config("poles").get_models() if not hasattr(model, "pgh_tracked_model")}

    assert ours - registered - inlined == set()


def submit(pole, client=None, **changes):
    """Send the pole's form with `changes`; the answer."""
    client = client or client_of("national staff")
    return client.post(f"/admin/poles/pole/{pole.pk}/change/", {**form_of(client, pole), **changes})


def period_cells(prefix, start, end):
    """The cells of a period; the form's own values are ranges, which a browser sends as two days."""
    return {f"{prefix}-period_0": start, f"{prefix}-period_1": end}


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

    response = submit(
        pole, **{"sector_links-0-sector": links[1].sector_id, "sector_links-1-sector": links[0].sector_id}
    )

    assert response.status_code == 302, response.context["errors"]
    connection.check_constraints()
    assert list(pole.sector_links.order_by("pk").values_list("sector__slug", flat=True)) == ["energie", "culture"]


@pytest.mark.parametrize("boundary", ["2021-01-01", "2023-01-01"])
def test_boundary_of_two_stages_may_move(boundary):
    pole = factories.pole(seat_commune=factories.commune())
    days = (datetime.date(2020, 1, 1), datetime.date(2022, 1, 1), None)
    for name, start, end in (("emergent", *days[:2]), ("consolide", *days[1:])):
        pole.stages.create(
            name=name, period=DateRange(start, end), start_precision="day", end_precision="day" if end else "open"
        )

    response = submit(
        pole, **period_cells("stages-0", "2020-01-01", boundary), **period_cells("stages-1", boundary, "")
    )

    assert response.status_code == 302, response.context["errors"]
    connection.check_constraints()
    assert sorted(str(stage.period.lower) for stage in pole.stages.all()) == ["2020-01-01", boundary]


def test_transparent_picture_stays_transparent():
    output = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(output, "PNG")
    pole = factories.pole(seat_commune=factories.commune())

    submit(pole, picture_file=SimpleUploadedFile("logo.png", output.getvalue()), picture_alt="Un logo")

    stored = Image.open(io.BytesIO(bytes(Picture.objects.get().content)))
    assert stored.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("change", ["removed", "replaced", "withdrawn"])
def test_picture_no_longer_shown_is_no_longer_served(change):
    pole = factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    submit(pole, client, picture_file=picture_file(), picture_alt="Un carré rouge")
    address = Picture.objects.get().get_absolute_url()
    changes = {
        "removed": {"remove_picture": "on"},
        "replaced": {"picture_file": picture_file(size=(30, 30))},
        "withdrawn": {"publication": Publication.WITHDRAWN},
    }

    response = submit(pole, client, **changes[change])

    assert response.status_code == 302, response.context["errors"]
    assert Client().get(address).status_code == 404


def test_picture_of_two_poles_outlives_one():
    pole, other = factories.pole(seat_commune=factories.commune()), factories.pole(seat_commune=factories.commune())
    client = client_of("national staff")
    for shown in (pole, other):
        submit(shown, client, picture_file=picture_file(), picture_alt="Un carré rouge")

    submit(pole, client, remove_picture="on")

    assert Client().get(Picture.objects.get().get_absolute_url()).status_code == 200


def test_recognition_given_to_another_pole_holds_for_both():
    pole, other = factories.pole(), factories.pole()
    recognition = pole.recognitions.create(kind="aap-2013")
    data = {"pole": other.pk, "kind": "aap-2013", "start_precision": "unknown", "end_precision": "unknown"}
    data |= {"period_0": "", "period_1": ""}

    response = client_of("national staff").post(f"/admin/poles/recognition/{recognition.pk}/change/", data)

    assert response.status_code == 302, response.context["errors"]
    assert set(FieldOrigin.objects.values_list("pole", "field")) == {(pole.pk, "recognitions"), (other.pk, "recognitions")}


def test_published_figures_are_read_only():
    fact = NetworkFact.objects.create(kind="x", unit="text", meaning="Un texte", date_precision="unknown")

    assert client_of("national staff").post(f"/admin/poles/networkfact/{fact.pk}/change/", {}).status_code == 403
