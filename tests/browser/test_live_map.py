"""The map one can move: marks named by their poles, in step with the list, by keyboard; the server's map without it."""

import pytest
from playwright.sync_api import expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
SHIFT = """() => new Promise((done) => {
    let total = 0;
    const add = (list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value; };
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(total), 300);
})"""


@pytest.fixture
def poles(transactional_db):
    """Two poles at Valence, one at Die, one of which only the département is known, one in La Réunion."""
    valence = factories.commune("26362", "Valence", latitude=44.93, longitude=4.89)
    die = factories.commune("26113", "Die", latitude=44.75, longitude=5.37)
    factories.pole("Atelier fictif", seat_commune=valence, summary="Une phrase fictive.")
    factories.pole("Bois fictif", seat_commune=valence)
    factories.pole("Champs fictifs", seat_commune=die)
    factories.pole("Département fictif", seat_departement=factories.departement("07", "Ardèche"))
    factories.pole("Île fictive", seat_departement=factories.departement("974", "La Réunion", factories.region("04", "R")))


def marks(page):
    page.locator(".live-map__canvas .live-map__mark").first.wait_for()
    return sorted(page.locator(".live-map__canvas .live-map__mark").evaluate_all("(all) => all.map((one) => one.ariaLabel)"))


def test_each_mark_is_named_by_its_poles(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")

    assert marks(page) == ["1, commune non connue : Ardèche", "2 pôles : Drôme", "Champs fictifs, Die"]
    assert page.locator(".france").is_hidden()
    assert page.evaluate(SHIFT) <= 0.01
    assert (page.elsewhere, page.problems) == ([], [])


def test_card_is_opened_read_and_left_by_keyboard(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")
    marks(page)
    page.locator(".live-map__canvas").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel") == "2 pôles : Drôme":
            break

    card = page.locator(".live-map__card")
    card.wait_for()
    assert card.locator("a").all_inner_texts()[:2] == ["Atelier fictif", "Bois fictif"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.innerText") == "Atelier fictif"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "2 pôles : Drôme"
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.ariaLabel") == "2 pôles : Drôme"


@pytest.mark.parametrize("width", [320, 390])
def test_card_of_a_mark_at_the_edge_is_whole_on_a_phone(open_page, poles, width):
    north = factories.departement("59", "Nord", factories.region("32", "Hauts-de-France"))
    factories.pole(
        "Pôle du Nord",
        seat_commune=factories.commune("59350", "Lille", north, latitude=50.63, longitude=3.06),
        summary="x" * 300,
    )
    page = open_page("/poles/?vue=carte", width)
    marks(page)
    page.locator('.live-map__canvas [aria-label="Pôle du Nord, Lille"]').click()
    page.locator(".live-map__card").wait_for()
    page.wait_for_timeout(600)  # the map moves under the card

    card, frame = (page.locator(selector).bounding_box() for selector in (".live-map__card", ".live-map__canvas"))
    assert card["y"] >= frame["y"] and card["x"] >= frame["x"] and card["x"] + card["width"] <= frame["x"] + frame["width"]
    assert page.locator(".live-map__here").is_hidden()


def test_marks_never_cover_one_another(open_page, poles):
    """Not even by the corners of what one can touch."""
    centre = factories.departement("63", "Puy-de-Dôme")
    for number in range(60):
        place = factories.commune(
            f"63{number:03}", f"C{number}", centre, latitude=45 + number % 8 / 5, longitude=3 + number // 8 / 4
        )
        factories.pole(f"Pôle {number}", seat_commune=place)
    page = open_page("/poles/?vue=carte")
    marks(page)
    boxes = page.locator(".live-map__canvas .live-map__mark").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((box) => [box.x, box.y])"
    )

    apart = [max(abs(x - u), abs(y - v)) for n, (x, y) in enumerate(boxes) for u, v in boxes[n + 1 :]]
    assert len(boxes) > 3 and min(apart) >= 29


def test_arrows_move_the_map_from_a_mark(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")
    marks(page)
    mark = page.locator('.live-map__canvas [aria-label="Champs fictifs, Die"]')
    mark.focus()
    before = mark.bounding_box()["x"]
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)

    assert mark.bounding_box()["x"] < before - 40


def test_list_and_map_are_in_step(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")
    marks(page)

    page.locator(".pole-row", has_text="Champs fictifs").hover()
    lit = page.locator(".live-map__canvas .is-lit")
    assert lit.evaluate_all("(all) => all.map((one) => one.ariaLabel)") == ["Champs fictifs, Die"]
    page.get_by_role("link", name="Bois fictif").focus()
    assert "2 pôles : Drôme" in lit.evaluate_all("(all) => all.map((one) => one.ariaLabel)")

    page.locator('.live-map__canvas [aria-label="2 pôles : Drôme"]').hover()
    rows = page.locator(".pole-row.is-lit h3").all_inner_texts()
    assert rows == ["Atelier fictif", "Bois fictif"]


def test_moving_the_map_offers_to_search_there_and_the_list_follows(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")
    marks(page)
    page.evaluate("document.body.dataset.same = 'page'")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/poles/points" in request.url else None)
    assert page.locator(".live-map__here").is_hidden()

    page.locator(".live-map__canvas").focus()
    page.keyboard.press("ArrowRight")
    here = page.locator(".live-map__here")
    here.wait_for()
    assert here.inner_text().startswith("Chercher ici : à ")
    here.click()
    page.wait_for_url("**pres_de=26*")

    assert "region=" not in page.url and "vue=carte" in page.url
    page.locator(".chip", has_text="km de").wait_for()
    assert marks(page)
    page.locator(".live-map__circle").wait_for(state="attached")
    assert len(asked) == 1
    assert page.evaluate("document.body.dataset.same") == "page"
    assert (page.elsewhere, page.problems) == ([], [])


def test_marks_follow_the_filters(open_page, poles):
    page = open_page("/poles/?vue=carte")
    marks(page)

    page.locator("#titre-departement").click()
    page.locator("#departement-07").check()
    page.locator("#total").get_by_text("1 pôle", exact=True).wait_for()

    page.locator('.live-map__canvas [aria-label="1, commune non connue : Ardèche"]').wait_for()
    assert marks(page) == ["1, commune non connue : Ardèche"]


def test_departements_are_one_button_away_and_overseas_one_choice(open_page, poles):
    page = open_page("/poles/?vue=carte")
    marks(page)

    page.locator("#carte-zone").select_option(label="La Réunion (1)")
    box = page.locator(".live-map__canvas").bounding_box()
    mark = page.locator('[aria-label="1, commune non connue : La Réunion"]').bounding_box()
    assert box["x"] < mark["x"] < box["x"] + box["width"] and box["y"] < mark["y"] < box["y"] + box["height"]
    assert "departement=974" not in page.url

    page.get_by_role("button", name="Départements").click()
    expect(page.locator(".france")).to_be_visible()
    assert page.locator(".live-map__canvas").is_hidden()


@pytest.mark.parametrize("lost", ["**/poles/points*", "**/leaflet.js"])
def test_server_map_stays_when_something_cannot_be_had(open_page, poles, live_server, lost):
    page = open_page("/poles/")
    page.route(lost, lambda route: route.abort())

    page.goto(f"{live_server.url}/poles/?vue=carte")
    page.wait_for_timeout(500)

    expect(page.locator(".france")).to_be_visible()
    assert page.locator("#carte").is_hidden()


def test_map_can_be_passed_by_keyboard(open_page, poles):
    page = open_page("/poles/?vue=carte")
    marks(page)

    skip = page.get_by_role("link", name="Passer la carte")
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.innerText") == "Les mêmes chiffres en tableau"


def test_map_hidden_while_the_list_changes_is_right_when_it_is_shown(open_page, poles):
    page = open_page("/poles/?vue=carte")
    marks(page)
    page.get_by_role("button", name="Départements").click()

    page.locator("#titre-departement").click()
    page.locator("#departement-26").check()
    page.locator("#total").get_by_text("3 pôles", exact=True).wait_for()
    page.get_by_role("button", name="Lieux").click()

    page.locator('.live-map__canvas [aria-label="Champs fictifs, Die"]').wait_for()
    box = page.locator(".live-map__canvas").bounding_box()
    for mark in page.locator(".live-map__canvas .live-map__mark").all():
        spot = mark.bounding_box()
        assert box["x"] < spot["x"] < box["x"] + box["width"] and box["y"] < spot["y"] < box["y"] + box["height"]


def test_tab_never_leaves_what_the_map_shows(open_page, poles):
    """The pole of La Réunion is on the map, out of sight: the choice « Aller à » says how many are there."""
    page = open_page("/poles/?vue=carte")
    marks(page)

    far = page.locator('.live-map__canvas [aria-label="1, commune non connue : La Réunion"]')
    expect(far).to_have_attribute("tabindex", "-1")
    assert "La Réunion (1)" in page.locator("#carte-zone option").all_inner_texts()
    expect(page.get_by_text("Un pôle est outre-mer : « Aller à ».")).to_be_visible()


def test_card_is_closed_by_its_button_and_focus_comes_back(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")
    marks(page)
    mark = page.locator('.live-map__canvas [aria-label="2 pôles : Drôme"]')
    mark.focus()
    page.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-expanded", "true")

    page.get_by_role("button", name="Fermer").press("Enter")

    page.locator(".live-map__card").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.ariaLabel") == "2 pôles : Drôme"
    expect(mark).to_have_attribute("aria-expanded", "false")


def test_screen_reader_meets_no_picture_without_a_name_on_the_live_map(open_page, poles):
    page = open_page("/poles/?vue=carte")
    marks(page)

    lines = [line.strip() for line in page.locator("body").aria_snapshot().splitlines()]

    assert [line for line in lines if line.startswith("- img") and not line.startswith('- img "')] == []


def test_after_a_card_comes_the_next_mark(open_page, poles):
    page = open_page("/poles/?vue=carte&region=84")
    marks(page)
    page.locator(".live-map__mark[aria-label='2 pôles : Drôme']").focus()
    following = (
        "[...document.querySelectorAll('.live-map__canvas .live-map__mark[tabindex=\"0\"]')].map((one) => one.ariaLabel)"
    )
    order = page.evaluate(following)
    order = order[order.index("2 pôles : Drôme") + 1 :]
    page.keyboard.press("Enter")
    for _ in range(3):  # two poles, then the button that closes
        page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.ariaLabel") == (order[0] if order else "Agrandir")


def test_map_is_printed(open_page, poles):
    page = open_page("/poles/?vue=carte")
    marks(page)
    page.emulate_media(media="print")

    expect(page.locator(".france")).to_be_visible()
    assert page.locator(".live-map__canvas").is_hidden()
    assert page.locator(".map__legend--places").first.is_hidden()
    assert page.locator(".pole-row").first.bounding_box()["width"] > 600


def test_points_of_the_map_are_light(client, poles):
    response = client.get("/poles/points?departement=26")

    assert response.json()["poles"][0] == {
        "url": response.json()["poles"][0]["url"], "nom": "Atelier fictif", "resume": "Une phrase fictive.",
        "commune": "Valence", "departement": "Drôme", "code_departement": "26", "latitude": 44.93, "longitude": 4.89,
    }  # fmt: skip
    assert [pole["nom"] for pole in response.json()["poles"]] == ["Atelier fictif", "Bois fictif", "Champs fictifs"]
    assert client.get("/poles/points?departement=07").json()["poles"][0]["latitude"] is None
    assert client.get("/poles/points?departement=999").status_code == 400
