"""Every page, as people meet it: any width, light and dark, by keyboard, without JavaScript, with a screen reader."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests import factories
from tests.browser.access import findings
from tests.signed_in import cookie_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/", "/poles/", "/poles/?region=84&departement=26", "/poles/?region=999&page=7", "/poles/?region=84&departement=999"]
PAGES += ["/poles/pole-complet/", "/mentions-legales/", "/accessibilite/", "/donnees-personnelles/", "/plan-du-site/"]
PAGES += ["/poles/?vue=tableau", "/poles/?vue=carte", "/poles/?q=culture&pres_de=26281", "/poles/?q=zzzzzz&region=84"]
PAGES += ["/poles/pole-complet/fiche/", "/territoires/", "/territoires/?q=romans", "/territoires/departement/26/"]
PAGES += ["/territoires/commune/26281/", "/structures/", "/chiffres/", "/chiffres/methode/", "/glossaire/", "/contact/"]
PAGES += ["/poles/pole-complet/historique/", "/poles/pole-complet/animer/", "/signaler/", "/signaler/?pole=pole-complet"]
PAGES += ["/charte/", "/charte/2014/", "/charte/2021/?avec=2014", "/charte/signataires/", "/charte/signer/"]
PAGES += ["/charte/signataires/?au=2099-01-01&region=84&departement=26&annee=x", "/charte/signer/?pole=pole-complet"]
PAGES += ["/appels/", "/appels/ami-2021/", "/cellule/"]
PAGES += ["/charte/signatures/CH-0001/", "/charte/signatures/CH-0002/", "/charte/signatures/CH-0002/attestation/"]
PAGES += ["/nulle-part/", "/compte/mot-de-passe/a/b/", "/compte/mot-de-passe/choisi/"]
PAGES += ["/compte/connexion/", "/compte/connexion/code/", "/compte/ouverture/"]
SMALLEST_TARGET = 24


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(open_page, atlas, live_server, width, scheme):
    page = open_page("/", width, color_scheme=scheme)
    for address in PAGES:
        page.goto(live_server.url + address)
        assert findings(page) == [], address
    assert page.elsewhere == []


@pytest.mark.parametrize("address", PAGES)
def test_page_fits_320_pixels_and_its_controls_can_be_touched(open_page, atlas, address):
    """Small départements of maps and years of curves are left out: their tables lead to the same lists."""
    page = open_page(address, 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """(least) => [...document.querySelectorAll('a, button, input, summary')]
            .filter((control) => !control.closest('p, .sources, .skip-link, .france, .curve') && !control.matches('.skip-link'))
            .map((control) => [control.outerHTML, control.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < least)
            .map(([html]) => html)""",
        SMALLEST_TARGET,
    )
    assert small == []


def test_page_of_24_poles_is_not_endless_on_a_phone(open_page, atlas):
    page = open_page("/poles/", 320)

    expect(page.locator(".pole-row")).to_have_count(24)
    assert page.evaluate("document.documentElement.scrollHeight") <= 6000


def test_poles_of_a_departement_are_found_by_keyboard_alone(open_page, atlas):
    """Skip link, search, place, then facets; the list follows without a reload and focus stays."""
    page = open_page("/poles/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert seen == ["q", "Chercher", "lieu", "Trouver le lieu", "titre-region", "titre-departement"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "departement-01"
    page.evaluate("document.body.dataset.same = 'page'")
    page.keyboard.press("Space")
    page.wait_for_url("**/poles/?*departement=01*")

    page.locator("#total").get_by_text("14 pôles", exact=True).wait_for()
    assert page.locator(".chip").inner_text().split() == ["Retirer", "le", "filtre", "Ain", "×"]
    assert page.evaluate("document.activeElement.id") == "departement-01"
    assert page.evaluate("document.body.dataset.same") == "page"
    assert page.problems == []
    page.go_back()
    page.locator("#total").get_by_text("30 pôles", exact=True).wait_for()


def test_list_follows_what_is_typed_and_what_is_typed_stays(open_page, atlas):
    page = open_page("/poles/")

    page.locator("#q").press_sequentially("complet", delay=30)
    page.locator("#total").get_by_text("1 pôle", exact=True).wait_for()

    assert page.locator("#q").input_value() == "complet"
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("/poles/?q=complet")
    assert page.problems == []


def test_list_follows_every_change_and_groups_of_filters_stay_open(open_page, atlas):
    """Boxes, then a sort, then a chip, then a page: no reload, one step of the history each, focus never lost."""
    page = open_page("/poles/")
    page.evaluate("document.body.dataset.same = 'page'")
    page.locator("#titre-region").click()
    page.locator("#titre-departement").click()

    page.locator("#departement-01").check()
    page.locator("#total").get_by_text("14 pôles", exact=True).wait_for()
    page.locator("#departement-26").check()
    page.locator("#total").get_by_text("30 pôles", exact=True).wait_for()
    page.locator("#departement-01").focus()
    page.keyboard.press("Space")
    page.locator("#total").get_by_text("16 pôles", exact=True).wait_for()
    assert page.evaluate("document.activeElement.id") == "departement-01"
    expect(page.locator("#facette-region")).to_have_attribute("open", "")
    page.locator("#tri").select_option("recent")
    page.wait_for_url("**tri=recent*")
    page.locator(".chip").first.click()
    page.wait_for_url(lambda url: "departement" not in url)

    page.locator("#total").get_by_text("30 pôles", exact=True).wait_for()
    page.wait_for_function("document.activeElement.id === 'total'")  # once the new list has settled
    page.get_by_role("link", name="Page suivante").click()
    page.wait_for_url("**page=2*")
    page.locator(".pages").get_by_text("Page 2 sur 2").wait_for()
    assert page.evaluate("document.body.dataset.same") == "page"
    expect(page.locator("link[rel=alternate]")).to_have_attribute("href", "/poles/atom?tri=recent")
    assert page.problems == []


def test_what_could_not_be_read_is_told_without_a_reload_and_taken_back(open_page, atlas):
    page = open_page("/poles/")

    page.locator("#facette-dates summary").click()
    page.locator("#cree_depuis").fill("99")
    page.locator("#cree_depuis").press("Tab")
    page.locator("#messages").get_by_text("Année illisible").wait_for()
    expect(page.locator("#facette-dates")).to_have_attribute("open", "")
    page.locator("#q").press_sequentially("complet")
    page.locator("#total").get_by_text("1 pôle", exact=True).wait_for()

    expect(page.locator("#messages")).to_have_text("", use_inner_text=True)


def test_list_that_cannot_be_had_says_so(open_page, atlas):
    page = open_page("/poles/")
    page.context.set_offline(True)

    page.locator("#titre-region").click()
    page.locator("#region-84").check()

    page.locator("#messages").get_by_text("La liste n'a pas pu être mise à jour").wait_for()


def test_words_typed_are_one_step_of_the_history(open_page, atlas):
    page = open_page("/poles/")
    before = page.evaluate("history.length")

    for beginning in ("comp", "let"):
        page.locator("#q").press_sequentially(beginning)
        page.wait_for_timeout(600)
    page.wait_for_url("**q=complet*")

    assert page.evaluate("history.length") == before + 1
    for _ in range(2):
        with page.expect_response("**/poles/?*q=complet*"):
            page.locator("#q").press("Enter")
        page.wait_for_timeout(300)
    assert page.evaluate("history.length") == before + 1  # the same list is no other step


def test_real_table_fits_a_phone(open_page, atlas):
    atlas.name = "Pôle de gestion des déchets et de développement environnemental des Alpilles, nom fictif très long"
    atlas.save()
    page = open_page("/poles/?vue=tableau&q=alpilles", 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_place_is_chosen_by_keyboard(open_page, atlas):
    """An ARIA combobox: options are announced, the arrow keys move, Enter chooses, Escape closes."""
    page = open_page("/poles/?secteur=culture")
    field = page.locator("#lieu")

    field.press_sequentially("romans", delay=30)
    page.wait_for_selector("#lieu-suggestions [role=option]")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially(" ")
    page.wait_for_selector("#lieu-suggestions [role=option]")
    field.press("ArrowDown")
    chosen = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(chosen).to_contain_text("Romans-sur-Isère", use_inner_text=True)
    field.press("Enter")
    page.wait_for_url("**/poles/?*pres_de=26281*")

    assert "secteur=culture" in page.url
    assert page.problems == []


def test_sheet_prints_on_one_page(open_page, atlas):
    """A long name too, whose head leaves the width of the page to what stands under it."""
    atlas.name = "Pôle de gestion des déchets et de développement environnemental des Alpilles, nom fictif très long"
    atlas.save()
    page = open_page("/poles/pole-complet/fiche/", 760)

    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    assert page.locator(".sheet .eyebrow").bounding_box()["width"] > 300


def test_word_is_defined_on_demand_by_keyboard_without_javascript(open_page, atlas):
    page = open_page("/poles/pole-complet/", java_script_enabled=False)
    definition = page.locator("#mot-structure-porteuse")
    expect(definition).to_be_hidden()

    page.get_by_role("button", name="Structure porteuse").press("Enter")
    definition.wait_for(state="visible")
    page.keyboard.press("Escape")
    definition.wait_for(state="hidden")


def test_focus_is_always_visible(open_page, atlas):
    page = open_page("/poles/pole-complet/")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or page.evaluate("document.activeElement === document.body")


def test_directory_works_without_javascript(open_page, atlas):
    page = open_page("/poles/", java_script_enabled=False)

    page.get_by_text("Région", exact=True).first.click()
    page.get_by_label("Auvergne-Rhône-Alpes").check()
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_role("link", name="Pôle fictif 28").click()

    expect(page.locator("h1")).to_have_text("Pôle fictif 28", use_inner_text=True)


def test_reading_order_and_landmarks(open_page, atlas):
    page = open_page("/poles/pole-complet/")

    headings = page.locator("h1, h2, h3").all_inner_texts()
    landmarks = page.evaluate("[...document.body.children].map((child) => child.tagName)")

    assert headings[:6] == ["Pôle fictif complet", "Contact", "Ce que fait le pôle", "Titre", "En bref", "Reconnu par"]
    assert landmarks == ["A", "HEADER", "MAIN", "FOOTER"]
    expect(page.locator("html")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize(
    "address", ["/", "/poles/", "/poles/?vue=carte", "/poles/pole-complet/", "/territoires/departement/26/"]
)
def test_screen_reader_meets_no_picture_without_a_name(open_page, atlas, address):
    page = open_page(address)

    lines = [line.strip() for line in page.locator("body").aria_snapshot().splitlines()]

    assert [line for line in lines if line.startswith("- img")] == [line for line in lines if line.startswith('- img "')]
    assert len(lines) > 20


def test_links_are_told_apart_by_more_than_colour(open_page, atlas):
    page = open_page("/poles/pole-complet/")

    lines = page.evaluate("[...document.querySelectorAll('main a')].map((link) => getComputedStyle(link).textDecorationLine)")

    assert set(lines) == {"underline"}


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("address", ["/admin/", "/admin/poles/pole/", "/admin/poles/pole/add/"])
def test_back_office_obeys_its_own_policy(open_page, atlas, live_server, address):
    """Nothing in the console: no script nor style that the policy refuses."""
    page = open_page("/compte/connexion/")
    page.context.add_cookies([cookie_of(sign_in(Client(), factories.staff()), live_server.url)])

    page.goto(live_server.url + address)

    expect(page.locator("#content")).to_have_count(1)
    assert page.problems == []
    assert page.elsewhere == []
