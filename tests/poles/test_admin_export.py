"""Lists of the back office as files: who may, which rows, which columns, nothing that a spreadsheet would run."""

import csv
import io
import re

import openpyxl
import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from cell.services import calls
from poles.management.commands.prepare import DATA
from poles.models import (
    Coordinator,
    FollowUp,
    Membership,
    NetworkFact,
    Partnership,
    PartnershipRole,
    Pole,
    PoleSector,
    Sector,
    SiteCheck,
)
from poles.services import proposals, vocabulary
from poles.services.changes import Wanted
from ptce_site import letters
from ptce_site.row_export import Exported
from tests import factories
from tests.charter.conftest import signed, version_of
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LISTS = [shown_by.opts for shown_by in admin.site._registry.values() if isinstance(shown_by, Exported)]
PAGE = "/admin/poles/pole/export/"


def asked(format_="0", *, columns=("name", "seat_departement", "legal_form"), model="pole"):
    return {"resource": "0", "format": format_, **{f"{model}resource_{name}": "on" for name in columns}}


def rows(response):
    assert response.status_code == 200, response
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


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
    Pole.objects.update(founded_year=2014)
    response = client_of("national staff").post(PAGE, asked("1", columns=("number", "name", "founded_year")))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    columns = {cells[0].value: cells[1:] for cells in sheet.columns}
    assert {cell.value for cell in columns["Nom"]} == {"'=cmd()", "Lilas"}
    assert {cell.value for cell in columns["Numéro"]} == {pole.code for pole in two}
    assert {name: {cell.data_type for cell in cells} for name, cells in columns.items()} == {
        "Numéro": {"s"}, "Nom": {"s"}, "Année de création": {"n"},
    }  # fmt: skip


def test_french_spreadsheets_open_the_file_as_it_is(two):
    response = client_of("national staff").post(PAGE, asked(columns=("name", "updated_at")))

    assert response.content.startswith(b"\xef\xbb\xbfNom;")
    assert re.search(r'filename="poles-\d{4}-\d\d-\d\d.csv"', response["Content-Disposition"])
    changed = localtime(Pole.objects.get(pk=two[1].pk).updated_at)
    assert ["Lilas", f"{changed:%Y-%m-%d %H:%M:%S}"] in rows(response)


def test_list_leads_to_the_page_with_its_filters_and_the_page_tells_how_many(two):
    client = client_of("national staff")

    assert f"{PAGE.removeprefix('/admin')}?q=lilas" in client.get("/admin/poles/pole/?q=lilas").content.decode()
    page = client.get(f"{PAGE}?q=lilas").content.decode()
    assert "1 ligne : celle de la liste" in page
    assert "/admin/poles/pole/doublons/" in client.get("/admin/poles/pole/").content.decode()
    assert "onchange" not in page and "<script>" not in page


def test_filter_that_is_none_leads_back_to_the_list(two):
    client = client_of("national staff")
    for method in ("get", "post"):
        response = getattr(client, method)(f"{PAGE}?nulle=1")
        assert (response.status_code, response["Location"]) == (302, "/admin/poles/pole/?e=1")


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


@pytest.mark.parametrize(
    ("kind", "personal"),
    [
        ("charter_signature", {"signatory_name", "signatory_function", "email"}),
        ("poles_claim", {"name", "function", "email", "proof"}),
    ],
)
def test_columns_about_persons_are_not_ticked_already(kind, personal):
    form = client_of("national staff").get(reverse(f"admin:{kind}_export")).context["form"]

    start = f"{kind.partition('_')[2]}resource_"
    boxes = {box.name.removeprefix(start): box for box in form.columns()}
    assert {name for name, box in boxes.items() if not box.initial} == personal
    assert {name for name, box in boxes.items() if "donnée personnelle" in str(box.label)} == personal


def page_of(opts):
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_export")


def test_every_list_but_these_is_taken_as_a_file():
    """Views of one's own, the settings in one row, and what the library of jobs shows."""
    without = {shown_by.opts.model_name for shown_by in admin.site._registry.values() if shown_by.opts not in LISTS}

    assert without == {"savedview", "sitesettings", "job"}


@pytest.mark.parametrize(
    "role", ["stranger", "user", "staff without rights", "inactive staff", "staff without a second factor"]
)
def test_those_without_the_list_have_no_file(role):
    client = client_of(role)
    # These are theirs: their role is that of the charter, whose signatures are imported.
    theirs = [opts for opts in LISTS if opts.app_label == "charter" or opts.model_name == "import"]
    for opts in (opts for opts in LISTS if role != "staff without rights" or opts not in theirs):
        for method in ("get", "post"):
            response = getattr(client, method)(page_of(opts), asked(model=opts.model_name))
            assert response.status_code in (302, 403), (opts, method)
            assert "attachment" not in response.get("Content-Disposition", ""), (opts, method)


@pytest.fixture
def something_of_everything():
    """A pole named « Lilas secret », with a row of most kinds."""
    vocabulary.load(DATA)
    calls.load()
    pole = factories.pole("Lilas secret", seat_commune=factories.commune())
    person = factories.user("secrete@example.org", name="Personne secrète")
    Membership.objects.create(pole=pole, organisation=factories.organisation())
    partnership = Partnership.objects.create(pole=pole, collectivity=factories.departement("07", "Ardèche"))
    partnership.role_links.create(role=PartnershipRole.objects.first())
    Coordinator.objects.create(user=person, pole=pole)
    proposals.save(person, pole, [Wanted("name", "Autre nom secret")])
    proposals.submit(person, pole)
    FollowUp.objects.create(pole=pole, day="2026-01-02", text="Une note secrète.")
    signed(pole, version_of())
    letters.post("secrete@example.org", "Objet", "Un texte qui ouvre un compte.")
    return pole


def test_every_column_of_every_list_is_taken_and_no_secret(something_of_everything):
    client = client_of("national staff")
    for opts in LISTS:
        assert f'href="{page_of(opts)}"' in client.get(page_of(opts).removesuffix("export/")).content.decode(), opts
        page = client.get(page_of(opts)).context
        form, total = page["form"], page["total"]
        every = {box.html_name: "on" for box in form.columns()}
        for format_ in ("0", "1"):
            response = client.post(page_of(opts), {"format": format_, **every})
            assert response.status_code == 200 and "attachment" in response["Content-Disposition"], opts
            if format_ == "0":
                found = list(csv.reader(io.StringIO(response.content.decode())))
                assert len(found) == 1 + total, opts
                assert "pbkdf2" not in str(found) and "argon2" not in str(found) and "ouvre un compte" not in str(found)


def test_regional_staff_takes_no_row_of_other_regions(something_of_everything):
    client, taken = client_of("regional staff elsewhere"), 0
    for opts in LISTS:
        page = client.get(page_of(opts))
        if page.status_code == 200:
            every = {box.html_name: "on" for box in page.context["form"].columns()}
            response = client.post(page_of(opts), {"format": "0", **every})
            assert "secr" not in response.content.decode().lower(), opts
            taken += 1
    assert taken > 10


def test_statements_do_not_grow_with_rows(django_assert_num_queries):
    pole, client = factories.pole("Lilas"), client_of("national staff")
    chosen = asked(columns=("pole", "organisation"), model="membership")
    for several in (1, 9):
        for _ in range(several):
            Membership.objects.create(pole=pole, organisation=factories.organisation())
        with django_assert_num_queries(4):
            client.post("/admin/poles/membership/export/", chosen)


def test_what_a_list_computes_is_a_column(two, django_assert_num_queries):
    """In words and numbers, without links; its statements do not grow with the rows."""
    FollowUp.objects.create(pole=two[1], day="2026-01-02", text="Une note.")
    columns, client = ("name", "region", "seat", "last_contact"), client_of("national staff")
    with django_assert_num_queries(9):
        every = rows(client.post(PAGE, asked(columns=columns)))
    for number in range(9):
        factories.pole(f"Pôle {number}")

    with django_assert_num_queries(9):
        client.post(PAGE, asked(columns=columns))
    assert every[0] == ["Nom", "Siège", "Contact le", "Région"]
    assert ["Lilas", "Drôme (26)", "2026-01-02", str(two[1].seat_departement.region)] in every[1:]
    led = factories.organisation("Porteuse")
    Pole.objects.filter(pk=two[1].pk).update(lead_organisation=led)
    listed = rows(
        client.post("/admin/poles/organisation/export/", asked(columns=("name", "leads", "count"), model="organisation"))
    )
    assert listed[1:] == [["Porteuse", "1", "0"]]


def test_no_column_is_there_twice(something_of_everything):
    client = client_of("national staff")
    for opts in LISTS:
        labels = [str(box.label) for box in client.get(page_of(opts)).context["form"].columns()]
        assert len(labels) == len(set(labels)), opts


def test_poles_of_a_dead_site_are_read_at_once(django_assert_num_queries):
    client, chosen = client_of("national staff"), asked(columns=("url", "poles"), model="sitecheck")
    for several in (1, 5):
        for number in range(several):
            url = f"https://{several}-{number}.example.org/"
            factories.pole(f"Pôle {several} {number}", website=url)
            SiteCheck.objects.create(url=url, next_at=timezone.now())
        with django_assert_num_queries(4):
            found = rows(client.post("/admin/poles/sitecheck/export/", chosen))
    assert ["https://5-0.example.org/", "Pôle 5 0"] in found and len(found) == 7


def test_codes_are_exported_in_words(two):
    NetworkFact.objects.create(
        meaning="Budget fictif",
        unit="EUR",
        kind="budget",
        call="aap-2013",
        minimum=3,
        maximum=3,
        date="2021-01-01",
        date_precision="year",
        sources=["https://example.org/"],
    )
    client = client_of("national staff")

    columns = client.get("/admin/poles/networkfact/export/").context["form"].columns()
    chosen = {box.html_name: "on" for box in columns if box.label == "Nature"}
    assert len(chosen) == 1
    assert rows(client.post("/admin/poles/networkfact/export/", {"format": "0", **chosen})) == [["Nature"], ["aide accordée"]]
