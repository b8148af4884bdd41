"""From the invitation to a published change, on a telephone, by someone who has never seen the site."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from poles.services import coordination, named_contacts, proposals
from poles.services.changes import Wanted
from tests import factories
from tests.browser.access import findings
from tests.letters import delivered

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    *(
        "",
        "proposition/",
        "equipe/",
        "contacts/",
        "charte/",
        "membres/",
        "membres/ajouter/",
        "membres/coller/",
        "collectivites/ajouter/",
        "lieux/ajouter/",
    ),
    *(
        f"modifier/{name}/"
        for name in ("presentation", "contact", "image", "liens", "identite", "siege", "porteuse", "secteurs", "territoire")
    ),
)


@pytest.mark.parametrize("scripts", [True, False])
def test_invited_person_publishes_a_change_in_six_gestures(open_page, live_server, scripts):
    pole = factories.pole("Pôle A", slug="pole-a")
    coordination.invite(pole, "nouvelle@example.org", "editor", None)
    link = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", delivered()[-1].body)[1]

    page = open_page(link, 320, java_script_enabled=scripts)  # 1: the link
    page.get_by_label("Votre nom").fill("Dominique Fictif")  # 2
    page.get_by_role("button", name="Accepter").click()  # 3
    page.get_by_role("link", name="Présentation").click()  # 4
    page.get_by_label("Résumé").fill("Ce que nous faisons vraiment.")  # 5
    page.get_by_role("button", name="Publier").click()  # 6

    page.get_by_text("C'est publié.").wait_for()
    page.goto(f"{live_server.url}/poles/pole-a/")
    expect(page.locator(".lead")).to_contain_text("Ce que nous faisons vraiment.", use_inner_text=True)
    assert page.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_space(open_page, live_server, scheme):
    pole = factories.pole("Pôle A", slug="pole-a")
    coordination.invite(pole, "nouvelle@example.org", "editor", None)
    coordination.invite(pole, "autre@example.org", "reader", None)
    link = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", delivered()[0].body)[1]
    page = open_page(link, 320, color_scheme=scheme)
    assert findings(page) == []
    page.get_by_label("Votre nom").fill("Dominique Fictif")
    page.keyboard.press("Enter")
    page.wait_for_url("**/espace/pole-a/")
    pole.memberships.create(organisation=factories.organisation("Membre fictif"))
    proposals.save(pole.coordinators.get().user, pole, [Wanted("name", "Pôle B")])
    named = pole.named_contacts.create(name="Personne Fictive", function="Coordination", email="nommee@example.org")
    page.goto(f"{live_server.url}/compte/accord/{named_contacts.token_of(named)}/")
    assert findings(page) == []
    for address in PAGES:
        page.goto(f"{live_server.url}/espace/pole-a/{address}")
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_wrong_has_focus_and_lines_come_back_as_they_were(open_page, live_server):
    pole = factories.pole("Pôle A", slug="pole-a", description="Une ligne.\n\n- un\n- deux", email="a@example.org")
    coordination.invite(pole, "nouvelle@example.org", "editor", None)
    link = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", delivered()[-1].body)[1]
    page = open_page(link, java_script_enabled=False)
    page.get_by_label("Votre nom").fill("Dominique Fictif")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Contact", exact=True).first.click()
    page.get_by_label("Téléphone").fill("abc")
    page.keyboard.press("Enter")

    page.get_by_text("Ce que vous avez tapé est gardé.").wait_for()
    expect(page.locator("[autofocus]")).to_have_attribute("name", "phone")
    page.goto(f"{live_server.url}/espace/pole-a/modifier/presentation/")
    page.get_by_label("Description").fill("Une autre ligne.\n\n- un")
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("C'est publié.").wait_for()
    pole.refresh_from_db()
    assert pole.description == "Une autre ligne.\n\n- un"


def test_what_is_typed_is_kept_by_itself_after_a_pause(open_page, live_server):
    pole = factories.pole("Pôle A", slug="pole-a")
    coordination.invite(pole, "nouvelle@example.org", "editor", None)
    link = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", delivered()[-1].body)[1]
    page = open_page(link, 320)
    page.get_by_label("Votre nom").fill("Dominique Fictif")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Contact", exact=True).first.click()
    page.get_by_label("Téléphone").press_sequentially("01 02")
    page.get_by_text("Saisie gardée à").wait_for()

    page.reload()
    assert page.get_by_label("Téléphone").input_value() == "01 02"
    assert page.problems == []


def test_picture_is_cut_in_the_browser_by_keyboard(open_page, live_server):
    """Of a picture half red and half blue, the left quarter is kept."""
    pole = factories.pole("Pôle A", slug="pole-a")
    coordination.invite(pole, "nouvelle@example.org", "editor", None)
    link = re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", delivered()[-1].body)[1]
    halves = Image.new("RGB", (400, 300), "red")
    halves.paste("blue", (200, 0, 400, 300))
    file = io.BytesIO()
    halves.save(file, "PNG")
    page = open_page(link, 320)
    page.get_by_label("Votre nom").fill("Dominique Fictif")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Image", exact=True).first.click()

    page.locator("input[type=file]").set_input_files({"name": "photo.png", "mimeType": "image/png", "buffer": file.getvalue()})
    across = page.get_by_label("De gauche à droite")
    across.wait_for()
    assert across.is_disabled() and findings(page) == []
    page.get_by_label("Agrandir").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    across.focus()
    page.keyboard.press("Home")
    page.get_by_label("Ce que l'image montre").fill("Une image fictive")
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("C'est publié.").wait_for()

    pole.refresh_from_db()
    kept = Image.open(io.BytesIO(pole.picture.content)).convert("RGB")
    assert kept.size == (200, 150)
    for spot in ((10, 75), (190, 75)):
        red, _, blue = kept.getpixel(spot)
        assert red > 200 and blue < 60
    assert page.problems == [] and page.elsewhere == []
