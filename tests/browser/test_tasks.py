"""What people come for, done as they would on the real poles: each task with the number of clicks or keys it takes."""

import csv
import io
import re

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import expect

from poles.management.commands.prepare import COG, DATA
from poles.models import Collectivity, Partnership, PartnershipRole
from poles.services import cog, vocabulary
from poles.services.pole_import import import_poles
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The real poles, and a fictional one that a collectivité supports, served for the whole module."""
    with django_db_blocker.unblock():
        vocabulary.load(DATA)
        cog.load(COG)
        import_poles(DATA / "poles.csv", wet=True)
        angers = Collectivity.objects.get(level="departement", code="49")
        supported = factories.pole("Pôle fictif pour l'essai", slug="pole-fictif-essai", seat_departement=angers)
        given = Partnership.objects.create(pole=supported, collectivity=angers)
        given.role_links.create(role=PartnershipRole.objects.get(slug="locaux-foncier"))
        thread = LiveServerThread("localhost", _StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://{thread.host}:{thread.port}"
        thread.terminate()
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)


class Visit:
    """A person in a browser, whose clicks are counted."""

    def __init__(self, page):
        self.page = page
        self.clicks = 0

    def click(self, target):
        self.clicks += 1
        target.click()

    def link(self, name):
        return self.page.get_by_role("link", name=name)

    def has_address(self, part):
        self.page.wait_for_url(f"**{part}*")


@pytest.fixture
def visit(browser, site):
    """Open the home page; options are those of a browser context."""
    contexts = []

    def start(address="/", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(site + address)
        return Visit(page)

    yield start
    for context in contexts:
        context.close()


def names(visit):
    return visit.page.locator(".pole-row h3")


def test_find_a_pole_near_toulouse_that_works_on_food(visit):
    person = visit()

    person.page.locator("#lieu").press_sequentially("toulouse")
    person.click(person.page.get_by_role("option", name="Toulouse (Haute-Garonne)", exact=True))
    person.has_address("pres_de=31555")
    person.click(person.page.locator("#titre-secteur"))
    person.click(person.page.get_by_label("Alimentation et agriculture durables"))
    person.page.locator("#total").get_by_text("1 pôle", exact=True).wait_for()
    expect(names(person)).to_have_text(["EDENN"], use_inner_text=True)
    person.click(person.link("EDENN"))

    expect(person.page.locator("h1")).to_have_text("EDENN", use_inner_text=True)
    assert person.clicks == 4


def test_find_a_pole_near_toulouse_that_works_on_food_in_words(visit):
    person = visit()

    person.page.locator("#q").fill("alimentation près de Toulouse")
    person.click(person.page.get_by_role("button", name="Chercher"))

    expect(names(person)).to_have_text(["EDENN"], use_inner_text=True)
    assert person.clicks == 1


def test_find_a_pole_near_angers_that_works_on_food_says_none_is_and_which_is_nearest(visit):
    person = visit()

    person.page.locator("#q").fill("alimentation angers")
    person.click(person.page.get_by_role("button", name="Chercher"))

    nearest = person.page.locator("li", has_text="Le plus proche :")
    nearest.wait_for()
    expect(person.page.locator("#total")).to_have_text("Aucun pôle", use_inner_text=True)
    assert re.search(r"à \d+ km d'Angers$", nearest.inner_text())
    person.click(nearest.get_by_role("link"))
    expect(person.page).to_have_url(re.compile(r"/poles/[a-z0-9-]+/$"))
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Néo56")
    expect(person.page.locator("main")).to_contain_text(re.compile("alimenta", re.I))
    assert person.clicks == 2


def test_see_what_is_there_in_my_departement(visit):
    person = visit()

    person.page.locator("#lieu").press_sequentially("jura")
    person.click(person.page.locator("[role=option]", has_text="Jura (département)"))
    person.has_address("departement=39")

    expect(names(person)).to_have_text(["Clus'Ter Jura"], use_inner_text=True)
    assert person.clicks == 1


def test_see_who_supports_poles_in_mine(visit):
    """The support is fictional, and so is its pole: no real one is known."""
    person = visit()

    person.click(person.link("Ouvrir mon territoire"))
    person.click(person.link("Maine-et-Loire (49)"))

    section = person.page.locator("section", has_text="Ce que la collectivité fait dans des pôles").last
    expect(section).to_contain_text("Pôle fictif pour l'essai : locaux ou foncier", use_inner_text=True)
    assert person.clicks == 2


def test_see_whether_a_page_is_up_to_date(visit):
    person = visit("/poles/?q=cluster+jura")

    person.click(person.link("Clus'Ter Jura"))
    expect(person.page.locator(".pole-head")).to_contain_text("Page modifiée le", use_inner_text=True)
    person.click(person.link("D'où vient ce qui est dit ici"))

    said = person.page.locator("section", has=person.page.locator("#sources")).inner_text()
    assert "Fiche comparée à ses sources le" in said
    assert "Aucune preuve d'activité datée n'est connue" in said
    expect(person.page.locator("#sources")).to_be_visible()
    assert person.clicks == 2


def test_take_the_list_as_a_file(visit):
    person = visit("/poles/?region=76")
    shown = person.page.locator("#total").inner_text()

    with person.page.expect_download() as download:
        person.click(person.page.get_by_role("link", name="CSV"))
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))

    assert shown == f"{len(rows)} pôles"
    assert {row["code_region"] for row in rows} == {"76"}
    assert person.clicks == 1


def test_find_a_pole_on_a_phone(visit):
    person = visit(width=320, has_touch=True, is_mobile=True)

    person.page.locator("#q").fill("alimentation toulouse")
    person.click(person.page.get_by_role("button", name="Chercher"))
    person.click(person.link("EDENN"))

    expect(person.page.locator("h1")).to_have_text("EDENN", use_inner_text=True)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert person.clicks == 2


def test_find_a_pole_without_a_mouse(visit):
    page = visit().page
    keys = 0

    def press(key):
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    while page.evaluate("document.activeElement.id") != "lieu":
        press("Tab")
    page.keyboard.type("toulouse")
    page.locator("[role=option]").first.wait_for()
    press("ArrowDown")
    press("Enter")
    page.wait_for_url("**pres_de=31555*")
    press("Tab")
    press("Enter")  # the skip link
    while page.evaluate("document.activeElement.id") != "titre-secteur":
        press("Tab")
    press("Enter")
    while page.evaluate("document.activeElement.id") != "secteur-alimentation":
        press("Tab")
    press("Space")
    page.locator("#total").get_by_text("1 pôle", exact=True).wait_for()

    expect(page.locator(".pole-row h3")).to_have_text(["EDENN"], use_inner_text=True)
    assert keys <= 30


def test_find_a_pole_without_javascript(visit):
    person = visit(java_script_enabled=False)

    person.page.locator("#lieu").fill("toulouse")
    person.click(person.page.get_by_role("button", name="Trouver le lieu"))
    person.click(
        person.page.locator("li", has_text="Toulouse (Haute-Garonne)").first.get_by_role("link", name="les pôles autour")
    )
    person.click(person.page.locator("#titre-secteur"))
    person.click(person.page.get_by_label("Alimentation et agriculture durables"))
    person.click(person.page.get_by_role("button", name="Filtrer"))

    expect(names(person)).to_have_text(["EDENN"], use_inner_text=True)
    assert person.clicks == 5
