"""The back office in a real browser: everyone can read it and work in it."""

import datetime

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from cell.models import Application, Call, Mailing
from cell.services import mailings
from charter.models import Campaign, CharterVersion, Signature
from charter.services import signatures
from poles import history
from poles.models import Coordinator, Import, Operation, Pole
from poles.services import coordination, imports, merging, proposals, requests
from poles.services.changes import Wanted
from tests import factories
from tests.browser.access import findings
from tests.records import first_keys, one_of_each
from tests.signed_in import cookie_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "",
    "poles/pole/",
    "poles/pole/add/",
    "poles/pole/{pole}/change/",
    "poles/pole/{pole}/history/",
    "poles/pole/{pole}/fusionner/",
    "poles/pole/{pole}/fusionner/?avec={other}",
    "poles/pole/doublons/",
    "poles/operation/{operation}/change/",
    "poles/pole/{pole}/history/{moment}/",
    "poles/partnership/add/",
    "poles/organisation/add/",
    "poles/invitation/",
    "poles/invitation/add/",
    "accounts/user/",
    "accounts/user/add/",
    "ptce_site/letter/",
    "ptce_site/sitesettings/1/change/",
    "ptce_site/homemessage/add/",
    "poles/organisation/{structure}/change/",
    "poles/organisation/{structure}/history/",
    "poles/claim/",
    "poles/claim/{claim}/change/",
    "poles/proposal/",
    "poles/proposal/{proposal}/change/",
    "charter/signature/",
    "poles/import/{file}/change/",
    "poles/import/{tried}/change/",
    "poles/import/{going}/change/",
    "charter/signature/{waiting}/change/",
    "charter/signature/{signature}/change/",
    "charter/campaign/add/",
    "cell/call/{call}/change/",
    "cell/application/{application}/change/",
    "cell/mailing/add/?region=84",
    "cell/mailing/{mailing}/change/",
    "charter/campaign/{campaign}/change/",
)


def every_address():
    """The list of each model, and the page to add one where one may."""
    for model, model_admin in admin.site._registry.items():
        address = f"{model._meta.app_label}/{model._meta.model_name}/"
        yield address
        if type(model_admin).has_add_permission is admin.ModelAdmin.has_add_permission or model is Import:
            yield f"{address}add/"


def imported():
    """A file whose columns are to be matched, one that was tried, with lines of each sort, one that is being tried."""
    person = factories.staff("importe@example.org")
    factories.organisation("Fournil fictif", acronym="F")
    text = b"nom;sigle;siret\nAtelier fictif;AF;\nFournil fictif;FF;\nMoulin fictif;;123\n"
    files = [imports.receive(person, "structures", SimpleUploadedFile("liste.csv", text)) for _ in range(3)]
    for held in files[1:]:
        imports.try_out(person, held.pk, held.columns)
    imports.work(files[1].pk)
    return dict(zip(("file", "tried", "going"), (held.pk for held in files), strict=True))


def of_the_cell(pole):
    """A call, an application that was read once, a letter to every pole."""
    call = Call.objects.get(slug="ami-2025")
    application = Application.objects.create(
        call=call, name="Projet fictif", pole=pole, departement=pole.seat_departement,
        received_on=datetime.date(2025, 5, 2), first_opinion="favorable",
    )  # fmt: skip
    letter = Mailing(subject="Une rencontre", text="Un **texte**.")
    sent = mailings.draft(factories.staff("ecrit@example.org"), letter, Pole.objects.all())
    return {"call": call.pk, "application": application.pk, "mailing": sent.pk}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_back_office(open_page, atlas, live_server, width, scheme):
    coordination.invite(atlas, "nouvelle@example.org", "editor", None)
    editor = Coordinator.objects.create(user=factories.user(), pole=atlas).user
    proposals.save(editor, atlas, [Wanted("name", "Pôle B"), Wanted("territory", ["departement:26"])])
    proposal = proposals.submit(editor, atlas)
    moment = history.moments(atlas, 1, for_staff=True)[0][-1].key
    Pole.objects.update(acronym="PA")
    claim = requests.claim(atlas, name="Dominique", function="Coordination", email="d@example.org", proof="Page.")
    version = CharterVersion.objects.get(slug="2021")
    other, gone = factories.pole("Pôle des essais fictif"), factories.pole("Autre pôle fictif")
    factories.pole("Pôle des essais fictifs")
    merging.merge_poles(factories.staff("avant@example.org"), other, gone, set())
    keys = {
        "pole": atlas.pk,
        "structure": atlas.lead_organisation_id or factories.organisation().pk,
        "other": other.pk,
        "operation": Operation.objects.get().pk,
        "moment": moment,
        "proposal": proposal.pk,
        "claim": claim.pk,
        "signature": Signature.objects.get(state="enregistree").pk,
        "waiting": signatures.send(Signature(version=version, name="Pôle fictif", commune=atlas.seat_commune)).pk,
        **imported(),
        **of_the_cell(atlas),
        "campaign": Campaign.objects.create(version=version, subject="Signez", text="Bonjour.").pk,
    }
    client = sign_in(Client(), factories.staff())
    page = open_page("/etat/", width, color_scheme=scheme)
    page.context.add_cookies([cookie_of(client, live_server.url)])
    for address in (*PAGES, *(every_address() if (width, scheme) == (1280, "light") else ())):
        page.goto(
            f"{live_server.url}/admin/{address.format(**keys)}",
            wait_until="networkidle",
        )
        assert findings(page) == [], address
    # The stock widget for fields searched as one types writes inline styles, which the policy refuses: nothing is lost.
    assert [problem for problem in page.problems if "inline style" not in problem] == []


def test_axe_finds_nothing_on_the_page_of_a_row_of_each_kind_in_a_phone(staff_page):
    one_of_each()
    page = staff_page("", 320)
    start = page.url.removesuffix("/admin/")
    for root, key in first_keys().items():
        page.goto(f"{start}{root}{key}/change/", wait_until="networkidle")
        assert findings(page) == [], root
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, root


@pytest.fixture
def staff_page(open_page, live_server):
    """A page of the national staff's browser, at an address of the back office."""
    client = sign_in(Client(), factories.staff())

    def make(address, width=1280):
        page = open_page("/etat/", width)
        page.context.add_cookies([cookie_of(client, live_server.url)])
        page.goto(f"{live_server.url}/admin/{address}")
        return page

    return make


def test_form_of_a_new_pole_tells_while_typing_those_that_it_may_be(atlas, staff_page):
    page = staff_page("poles/pole/add/")
    told = page.get_by_role("status").filter(has_text="Déjà dans l'annuaire ?")
    page.locator("#id_name").fill("Pole fictif complett")
    expect(told.get_by_role("link", name="Pôle fictif complet")).to_be_visible()

    page.locator("#id_name").fill("Un tout autre nom")
    expect(told).to_be_hidden()
    assert page.problems == [problem for problem in page.problems if "inline style" in problem]


def test_columns_of_an_export_are_ticked_and_unticked_at_once(atlas, staff_page):
    """All but those about persons."""
    page = staff_page("poles/claim/export/")
    boxes = page.get_by_role("checkbox")
    ticked = page.locator("input:checked")
    usual = ticked.count()

    page.get_by_role("button", name="Tout décocher").click()
    assert ticked.count() == 0
    page.get_by_role("button", name="Tout cocher").click()
    assert 0 < ticked.count() == usual == boxes.count() - 4


def test_first_page_and_lists_hold_in_a_phone(atlas, staff_page):
    for address in ("", "poles/", "poles/pole/", "cell/"):
        page = staff_page(address, 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_list_of_poles_shows_whole_names_and_every_column(atlas, staff_page):
    page = staff_page("poles/pole/")

    assert page.evaluate("document.querySelector('.results').scrollWidth - document.querySelector('.results').clientWidth") <= 0
    assert page.locator("#result_list tbody th").first.bounding_box()["width"] > 80


def test_bar_that_saves_is_within_reach_and_hides_nothing_that_has_the_focus(atlas, staff_page):
    page = staff_page(f"poles/pole/{Pole.objects.order_by('pk').first().pk}/change/")
    save = page.locator("input[name=_save]")
    hides = """() => {
        const bar = document.querySelector('.submit-row').getBoundingClientRect();
        const shown = document.activeElement.getBoundingClientRect();
        const isUnder = shown.right > bar.left && shown.top >= bar.top && shown.bottom <= bar.bottom;
        return isUnder && !document.activeElement.closest('.submit-row');
    }"""

    expect(save).to_be_in_viewport()
    for _ in range(90):  # past the menu
        page.keyboard.press("Tab")
        assert not page.evaluate(hides), page.evaluate("document.activeElement.outerHTML")
    expect(save).to_be_in_viewport()
