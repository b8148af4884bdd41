"""Signing the charter and reading its register, as people do: on a phone, by keyboard, without JavaScript."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from charter.models import CharterVersion, Signature
from poles.models import Pole
from tests import factories
from tests.browser.access import findings
from tests.letters import delivered
from tests.signed_in import cookie_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_pole_signs_on_a_phone_in_twelve_gestures(open_page, atlas, scripts):
    page = open_page("/charte/", 320, java_script_enabled=scripts)

    page.get_by_role("link", name="Signer la charte").click()  # 1
    page.get_by_role("textbox", name="Nom du pôle").fill("Pôle tout nouveau")  # 2
    page.locator("#id_commune").fill("Romans-sur-Isère (26281)")  # 3
    page.get_by_label("Votre nom").fill("Dominique Fictif")  # 4
    page.get_by_label("Votre fonction").fill("Direction")  # 5
    page.get_by_label("Votre adresse professionnelle").fill("dominique@example.org")  # 6
    page.get_by_label("je m'engage à suivre la charte").check()  # 7
    page.get_by_role("button", name="Signer").click()  # 8
    page.get_by_label("Code reçu par courriel").wait_for()
    assert not scripts or findings(page) == []  # axe is a script
    code = re.search(r"^\d{6}$", delivered()[-1].body, re.MULTILINE)[0]
    page.get_by_label("Code reçu par courriel").fill("000000" if code != "000000" else "111111")  # 9
    page.keyboard.press("Enter")  # 10
    page.get_by_text("Ce n'est pas le code envoyé en dernier").wait_for()
    expect(page.locator("[autofocus]")).to_have_attribute("id", "code")
    assert not scripts or findings(page) == []
    page.get_by_label("Code reçu par courriel").fill(code)  # 11
    page.get_by_role("button", name="Confirmer").click()  # 12

    page.get_by_role("heading", name="Signature confirmée").wait_for()
    assert not scripts or findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Signature.objects.get(name="Pôle tout nouveau").state == "envoyee"
    assert [one for one in page.problems if "422" not in one] == [] and page.elsewhere == []


def test_known_pole_is_chosen_by_keyboard(open_page, atlas):
    page = open_page("/charte/signer/", java_script_enabled=False)
    page.get_by_role("textbox", name="Nom du pôle").fill("pole fictif 02")
    page.get_by_label("Votre nom").fill("Dominique Fictif")
    page.get_by_label("Votre fonction").fill("Direction")
    page.get_by_label("Votre adresse professionnelle").fill("dominique@example.org")
    page.get_by_label("je m'engage à suivre la charte").check()
    page.keyboard.press("Enter")

    offered = page.get_by_role("radio", name="Pôle fictif 02")
    offered.wait_for()
    offered.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Signer").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Code reçu par courriel").wait_for()
    page.get_by_label("Code reçu par courriel").fill(re.search(r"^\d{6}$", delivered()[-1].body, re.MULTILINE)[0])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Signature confirmée").wait_for()

    assert Signature.objects.get(state="envoyee").pole == Pole.objects.get(name="Pôle fictif 02")


def test_nothing_to_sign_says_why(open_page, transactional_db):
    CharterVersion.objects.create(
        slug="2021", title="Sans texte", publisher="Fictif", adopted_on="2021-06-01", state="en-vigueur"
    )
    page = open_page("/charte/signer/", 320)

    page.get_by_text("On ne peut pas signer pour le moment").wait_for()
    assert findings(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_who_had_signed_on_a_day_is_found_in_three_gestures(open_page, atlas, scripts):
    page = open_page("/charte/signataires/", java_script_enabled=scripts)

    page.get_by_label("Au registre le").fill("2022-03-05")  # 1
    page.get_by_label("Région").select_option("84")  # 2
    page.get_by_role("button", name="Chercher").click()  # 3
    page.get_by_role("heading", name="2 pôles signataires au 5 mars 2022").wait_for()
    page.get_by_role("group", name="Pôles signataires à la fin de chaque année").get_by_role("link").nth(7).focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="0 pôle signataire au 31 décembre 2021").wait_for()
    assert "region=84" in page.url
    assert page.problems == []


def test_screen_reader_meets_the_curve_as_links_that_say_their_numbers(open_page, atlas):
    page = open_page("/charte/signataires/")

    curve = page.get_by_role("group", name="Pôles signataires à la fin de chaque année")
    names = [link.get_attribute("aria-label") for link in curve.get_by_role("link").all()]
    assert names[0] == "31 décembre 2014 : signataires 0"
    assert "31 décembre 2022 : signataires 2" in names


def test_signature_is_registered_by_keyboard(open_page, atlas, live_server):
    """From the queue: the signature, the pole, « Enregistrer »."""
    version = CharterVersion.objects.get(slug="2021")
    Signature.objects.create(version=version, name="Pôle fictif 02", commune=factories.commune())
    client = sign_in(Client(), factories.user("labo@example.org", role="charte"))
    page = open_page("/etat/")
    page.context.add_cookies([cookie_of(client, live_server.url)])
    page.goto(f"{live_server.url}/admin/charter/signature/")

    page.get_by_role("link", name="CH-0003").click()
    page.get_by_role("radio", name="Pôle fictif 02").check()
    page.get_by_role("button", name="Inscrire au registre").focus()
    page.keyboard.press("Enter")

    page.get_by_text("CH-0003 – Pôle fictif 02 : en cours.").wait_for()
    page.goto(f"{live_server.url}/poles/?reconnaissance=charte")
    expect(page.locator("#total")).to_have_text("2 pôles", use_inner_text=True)
