"""The map of France, as people use it: by keyboard, without JavaScript, in the colours they have chosen."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)
LEAST_CONTRAST = 4.5

# Each number on the map with the colours of its ink, of its own edge and of what it stands on, as the browser computes them.
NUMBERS = """() => [...document.querySelectorAll('.france text[class^=on-]')].flatMap((number) => {
    const step = document.querySelector(`.france path.step-${number.classList[0].slice(3)}`);
    const style = getComputedStyle(number);
    return [[number.textContent, style.fill, style.stroke], [number.textContent, style.fill, getComputedStyle(step).fill]];
})"""


def luminance(colour):
    """As WCAG 2.2 defines it, of « rgb(1, 2, 3) »."""
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_departement_is_chosen_on_the_map_by_keyboard_without_javascript(open_page, atlas):
    page = open_page("/poles/?vue=carte", java_script_enabled=False)

    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("aria-label") == "Ain (01) : 14 pôles":
            break
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-label", "Ain (01) : 14 pôles")
    assert page.locator(".france a:focus-visible path").evaluate("(path) => getComputedStyle(path).strokeWidth") == "4px"

    page.keyboard.press("Enter")
    page.wait_for_url("**/poles/?departement=01&vue=carte")
    expect(page.locator("#total")).to_have_text("14 pôles", use_inner_text=True)
    expect(page.locator(".pole-row")).to_have_count(14)
    expect(page.get_by_role("link", name="Ain (01) : 14 pôles").first).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_are_legible_on_every_step(open_page, atlas, scheme):
    page = open_page("/poles/?vue=carte", color_scheme=scheme)
    page.evaluate(
        """() => { const links = [...document.querySelectorAll('.france a')];
            for (const step of [1, 2, 3, 4]) {
                const copy = links[0].cloneNode(true);
                copy.querySelector('path').setAttribute('class', `step-${step}`);
                const number = document.querySelector('.france text[class^=on-]').cloneNode(true);
                number.setAttribute('class', `on-${step}`);
                links[0].parentNode.append(copy, number);
            } }"""
    )

    numbers = page.evaluate(NUMBERS)

    assert len(numbers) == 2 * (2 + 4)
    for label, ink, ground in numbers:
        assert contrast(ink, ground) >= LEAST_CONTRAST, (label, ink, ground)


def test_screen_reader_meets_the_map_as_a_group_of_links(open_page, atlas):
    page = open_page("/poles/?vue=carte", java_script_enabled=False)  # with it, the live map takes its place

    group = page.get_by_role("group", name="Carte de France : pôles par département du siège")

    links = group.get_by_role("link").all()
    assert [(link.get_attribute("aria-label"), link.get_attribute("href")) for link in links] == [
        ("Ain (01) : 14 pôles", "/poles/?departement=01&vue=carte"),
        ("Drôme (26) : 16 pôles", "/poles/?departement=26&vue=carte"),
    ]
    assert "text" not in group.aria_snapshot()  # numbers are read with their département, never alone
