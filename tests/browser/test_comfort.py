"""Pages at any size and in the colours, letters and stillness that people choose."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.django_db(transaction=True)
# What WCAG 2.2 (1.4.12) lets people set.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
# Text that its own box cuts off; what is hidden on purpose, or scrolls, is left out.
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((one) => {
    const style = getComputedStyle(one);
    if (one.closest('.visually-hidden, svg, .leaflet-container') || !one.innerText) return false;
    return ['hidden', 'clip'].includes(style.overflowY) && one.scrollHeight > one.clientHeight + 2;
}).map((one) => one.outerHTML.slice(0, 120))"""
SHIFT = """() => new Promise((done) => {
    let total = 0;
    const add = (list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value; };
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(total), 200);
})"""
MOST_SHIFT = 0.01


@pytest.fixture
def each_page(open_page, atlas, live_server):
    """Every page in turn, in one browser context."""

    def go(width, **options):
        page = open_page("/", width, **options)
        for address in PAGES:
            page.goto(live_server.url + address)
            yield address, page

    return go


@pytest.mark.parametrize("width", [640, 1920])
def test_page_fits_at_200_percent_and_on_a_large_screen(each_page, width):
    """1,280 pixels at 200 % are 640 to the page."""
    for address, page in each_page(width):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate(CUT) == [], address


def test_page_holds_when_its_text_is_spaced(each_page):
    for address, page in each_page(400, bypass_csp=True):
        page.add_style_tag(content=SPACED)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400, address
        assert page.evaluate(CUT) == [], address


def test_page_holds_when_its_letters_are_twice_as_large(each_page):
    for address, page in each_page(1280, bypass_csp=True):
        page.add_style_tag(content="html { font-size: 200% !important; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, address
        assert page.evaluate(CUT) == [], address


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_while_a_page_comes(each_page, width):
    for address, page in each_page(width):
        assert page.evaluate(SHIFT) <= MOST_SHIFT, address


def test_nothing_is_animated_for_those_who_asked_for_stillness(each_page):
    for address, page in each_page(1280, reduced_motion="reduce"):
        assert page.evaluate("document.getAnimations().length") == 0, address
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto", address


def test_controls_keep_an_edge_in_forced_colours(each_page):
    edges = """() => [...document.querySelectorAll('main input:not([type=hidden]), main select, main .button, main .chip')]
        .filter((one) => one.getClientRects().length && parseFloat(getComputedStyle(one).borderTopWidth) === 0
            && getComputedStyle(one).appearance === 'none').map((one) => one.outerHTML)"""
    for address, page in each_page(1280, forced_colors="active"):
        assert page.evaluate(edges) == [], address


def test_print_shows_the_page_without_its_tools(open_page, atlas):
    page = open_page("/poles/?region=84")
    page.emulate_media(media="print")

    for hidden in (".site-nav", ".site-footer", ".filters", ".search-bars", ".list-tools", ".pages", ".downloads"):
        assert page.locator(hidden).first.is_hidden(), hidden
    expect(page.locator(".pole-row").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
