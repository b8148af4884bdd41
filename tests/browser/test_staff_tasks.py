"""What a new member of the staff does without a manual, each task with the number of clicks that it takes."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from poles.models import Import, Organisation
from poles.services import imports
from tests import factories
from tests.signed_in import cookie_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """The back office in a browser, whose clicks are counted."""

    def __init__(self, page, base):
        self.page, self.clicks = page, 0
        page.goto(f"{base}/admin/")

    def click(self, role, name):
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def shows(self, text):
        expect(self.page.locator("main")).to_contain_text(text)


@pytest.fixture
def desk(open_page, live_server):
    def sit(user, width=1280, **options):
        page = open_page("/etat/", width, **options)
        page.context.add_cookies([cookie_of(sign_in(Client(), user), live_server.url)])
        return Desk(page, live_server.url)

    return sit


@pytest.fixture
def a_file(tmp_path):
    path = tmp_path / "structures.csv"
    path.write_text("Dénomination;Numéro SIRET;Sigle\nAtelier fictif;;AF\nFournil fictif;123;FF\n", encoding="cp1252")
    return path


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)])
def test_import_a_file_with_errors(desk, live_server, a_file, scripts, width):
    at = desk(factories.staff(), width, java_script_enabled=scripts)
    at.page.goto(f"{live_server.url}/admin/poles/")
    at.click("link", "Imports")
    at.click("link", "Importer un fichier")
    at.click("radio", "Structures")
    at.page.get_by_label("Fichier").set_input_files(a_file)
    at.click("button", "Envoyer")
    expect(at.page.get_by_role("combobox", name="dénomination")).to_have_value("nom")
    at.click("button", "Essayer sans rien écrire")
    at.shows("Essai en cours")
    imports.work(Import.objects.get().pk)
    if not scripts:
        at.click("link", "Actualiser")
    at.shows("« 123 » n'est pas un numéro SIRET")
    with at.page.expect_download() as refused:
        at.click("link", re.compile("Télécharger les lignes refusées").pattern + ", avec la raison de chacune")
    assert "Fournil fictif;123;FF;" in refused.value.path().read_text(encoding="utf-8-sig")
    at.click("button", "Importer 1 ligne")
    at.shows("Écriture en cours")
    imports.work(Import.objects.get().pk)
    if not scripts:
        at.click("link", "Actualiser")
    at.shows("Voir l'opération, ou l'annuler")

    assert list(Organisation.objects.values_list("name", "acronym")) == [("Atelier fictif", "AF")]
    assert at.clicks == (7 if scripts else 9)
    at.click("link", "Voir l'opération, ou l'annuler")
    at.click("button", "Annuler cette opération")
    at.shows("Annulé")
    assert not Organisation.objects.exists()
