"""Signing in as people do: by keyboard, on a phone, without JavaScript, with a passkey; nothing the policy refuses."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import factories
from tests.browser.access import findings
from tests.letters import delivered
from tests.signed_in import code_of

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "un long mot de passe"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_limit_yet(transactional_db):
    """Limits are counted in a table of their own, which a flush does not empty."""
    cache.clear()


def sign_in_by_keyboard(page):
    page.locator("#id_login").focus()
    page.keyboard.type("cellule@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def confirm(page):
    """The password, typed again before a factor is set."""
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_sets_an_application_up_and_enters_the_back_office(open_page, live_server, javascript):
    """On a phone, by keyboard where one would; seven steps from the address of the back office to the back office."""
    factories.staff()
    page = open_page("/admin/", 320, java_script_enabled=javascript)

    expect(page.locator("h1")).to_have_text("Connexion", use_inner_text=True)
    sign_in_by_keyboard(page)
    page.wait_for_url("**/compte/second-facteur/**")
    page.get_by_role("link", name="Mettre en place une application").click()
    confirm(page)
    assert page.locator("img.qr").evaluate("(image) => image.complete && image.naturalWidth") > 0
    page.fill("#id_code", code_of(page.locator("code").first.inner_text()))
    page.get_by_role("button", name="Mettre en place").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{live_server.url}/admin/")

    expect(page.locator("#content")).to_have_count(1)
    assert page.elsewhere == [] and page.problems == []


def test_code_received_by_mail_is_typed_in_the_window_that_asked(open_page):
    factories.user("personne@example.org")
    page = open_page("/compte/connexion/", 320)

    page.get_by_role("link", name="Recevoir un code par courriel").click()
    page.fill("#id_email", "personne@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/saisir/")
    page.fill("#id_code", re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]+)*$", delivered()[-1].body, re.MULTILINE)[0])
    page.keyboard.press("Enter")

    page.locator("h1", has_text="Mon espace").wait_for()
    assert page.problems == []


def test_passkey_is_added_and_signs_in_alone(open_page, live_server):
    factories.staff()
    page = open_page("/compte/connexion/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_by_keyboard(page)
    page.wait_for_url("**/compte/second-facteur/**")

    page.goto(f"{live_server.url}/compte/second-facteur/cles/ajouter/")
    confirm(page)
    page.check("#id_passwordless")
    page.get_by_role("button", name="Ajouter").click()
    page.locator("h1", has_text="Codes de secours").or_(page.locator("h1", has_text="Clés d'accès")).first.wait_for()
    page.goto(f"{live_server.url}/compte/deconnexion/")
    page.get_by_role("button", name="Se déconnecter").click()

    page.goto(f"{live_server.url}/compte/connexion/")
    page.get_by_role("button", name="Utiliser une clé d'accès").click()

    page.wait_for_url("**/admin/")
    assert page.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_pages_of_an_account(open_page, live_server, scheme):
    factories.staff()
    page = open_page("/compte/connexion/", 320, color_scheme=scheme)
    sign_in_by_keyboard(page)
    page.wait_for_url("**/compte/second-facteur/**")
    seen = []

    def look():
        assert findings(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
        seen.append(page.locator("h1").inner_text())

    look()
    page.goto(f"{live_server.url}/compte/second-facteur/application/")
    look()
    confirm(page)
    look()
    assert page.locator("img.qr").evaluate("(image) => getComputedStyle(image).backgroundColor") == "rgb(255, 255, 255)"
    page.fill("#id_code", code_of(page.locator("code").first.inner_text()))
    page.get_by_role("button", name="Mettre en place").click()
    look()
    for address in ("/compte/", "/compte/second-facteur/cles/", "/compte/mot-de-passe/changer/", "/compte/deconnexion/"):
        page.goto(live_server.url + address)
        look()

    assert len(set(seen)) == 8
