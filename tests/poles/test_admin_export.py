"""Lists of the back office as files: who may, which rows, which columns, nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
import pytest

from poles.models import Membership, PoleSector, Sector
from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LISTS = ("pole", "organisation", "membership", "partnership", "recognition", "stage", "place")
PAGE = "/admin/poles/pole/export/"


def asked(format_="0", *, columns=("name", "seat_departement", "legal_form"), model="pole"):
    return {"resource": "0", "format": format_, **{f"{model}resource_{name}": "on" for name in columns}}


def rows(response):
    assert response.status_code == 200, response
    return list(csv.reader(io.StringIO(response.content.decode())))


@pytest.fixture
def two():
    factories.departement()
    return factories.pole("=cmd()", legal_form="association"), factories.pole("Lilas")


def test_chosen_columns_of_what_the_list_shows(two):
    client = client_of("national staff")

    every, found = rows(client.post(PAGE, asked())), rows(client.post(f"{PAGE}?q=lilas", asked()))

    assert every[0] == ["Nom", "Forme juridique", "Département du siège"]
    place = str(two[0].seat_departement)
    assert sorted(every[1:]) == [["'=cmd()", "association", place], ["Lilas", "", place]]
    assert [row[0] for row in found] == ["Nom", "Lilas"]


def test_workbook_keeps_numbers_and_neutralises_formulas(two):
    response = client_of("national staff").post(PAGE, asked("1", columns=("number", "name")))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert {row[1] for row in sheet.iter_rows(values_only=True)} == {"Nom", "'=cmd()", "Lilas"}
    assert {cell.data_type for cell in sheet["A"][1:]} == {"n"}
    assert {cell.data_type for cell in sheet["B"]} == {"s"}


def test_list_leads_to_the_page_with_its_filters_and_the_page_tells_how_many(two):
    client = client_of("national staff")

    assert f"{PAGE.removeprefix('/admin')}?q=lilas" in client.get("/admin/poles/pole/?q=lilas").content.decode()
    page = client.get(f"{PAGE}?q=lilas").content.decode()
    assert "1 ligne : celle de la liste" in page
    assert "/admin/poles/pole/doublons/" in client.get("/admin/poles/pole/").content.decode()
    assert "onchange" not in page and "<script>" not in page


def test_several_values_stand_in_one_cell(two):
    for slug in ("b", "a"):
        PoleSector.objects.create(pole=two[1], sector=Sector.objects.create(slug=slug, name=f"Secteur {slug}"))

    found = rows(client_of("national staff").post(f"{PAGE}?q=lilas", asked(columns=("name", "sectors"))))

    assert (found[1][0], set(found[1][1].split(";"))) == ("Lilas", {"Secteur a", "Secteur b"})


def test_nothing_chosen_is_told(two):
    response = client_of("national staff").post(PAGE, asked(columns=()))

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == ["Choisissez au moins une colonne."]


def test_regional_staff_takes_the_rows_of_its_regions_only(two):
    here = factories.pole("D'ici", seat_departement=factories.departement())
    answers = {role: rows(client_of(role).post(PAGE, asked())) for role in ("regional staff here", "regional staff elsewhere")}

    assert here.name in {row[0] for row in answers["regional staff here"]}
    assert answers["regional staff elsewhere"] == [["Nom", "Forme juridique", "Département du siège"]]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "role", ["stranger", "user", "staff without rights", "inactive staff", "staff without a second factor"]
)
def test_those_without_the_list_have_no_file(name, role):
    client = client_of(role)
    for method in ("get", "post"):
        response = getattr(client, method)(f"/admin/poles/{name}/export/", asked(model=name))
        assert response.status_code in (302, 403)
        assert "attachment" not in response.get("Content-Disposition", "")


@pytest.mark.parametrize("name", LISTS)
def test_every_column_of_every_list_can_be_taken(name):
    pole = factories.pole("Lilas")
    Membership.objects.create(pole=pole, organisation=factories.organisation())
    client = client_of("national staff")
    form = client.get(f"/admin/poles/{name}/export/").context["form"]
    every = {box.html_name: "on" for box in form.columns()}
    for format_ in ("0", "1"):
        assert client.post(f"/admin/poles/{name}/export/", {"format": format_, **every}).status_code == 200


def test_statements_do_not_grow_with_rows(django_assert_num_queries):
    pole, client = factories.pole("Lilas"), client_of("national staff")
    chosen = asked(columns=("pole", "organisation"), model="membership")
    for several in (1, 9):
        for _ in range(several):
            Membership.objects.create(pole=pole, organisation=factories.organisation())
        with django_assert_num_queries(4):
            client.post("/admin/poles/membership/export/", chosen)
