"""What a new member of the staff does without a manual, each task with the number of clicks that it takes."""

import datetime
import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from cell.models import Application, Call, Mailing
from cell.services import mailings
from poles.models import Coordinator, Import, Organisation, Pole
from poles.services import imports, proposals
from poles.services.changes import Wanted
from ptce_site.models import Letter
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
        options = {"exact": True} if isinstance(name, str) else {}
        self.page.get_by_role(role, name=name, **options).first.click()

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
        at.click("link", "Télécharger les lignes refusées, avec la raison de chacune")
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


def test_correct_a_pole(desk):
    pole = factories.pole("Pôle des Lilas fictif", website="https://example.org/")
    at = desk(factories.staff())
    at.click("link", "Pôles")
    at.page.get_by_role("searchbox").or_(at.page.locator("#searchbar")).first.fill("lilas")
    at.click("button", "Rechercher")
    at.click("link", "Pôle des Lilas fictif")
    at.page.get_by_label("Site", exact=True).or_(at.page.locator("#id_website")).first.fill("https://example.org/nouveau")
    at.click("button", "Enregistrer")
    at.shows("Pôle des Lilas fictif")

    pole.refresh_from_db()
    assert pole.website == "https://example.org/nouveau" and at.clicks == 4


def test_accept_a_proposal(desk):
    pole = factories.pole("Pôle des Roses fictif")
    editor = Coordinator.objects.create(user=factories.user(), pole=pole).user
    proposals.save(editor, pole, [Wanted("name", "Pôle des Roses")])
    proposals.submit(editor, pole)
    at = desk(factories.staff())
    at.click("link", re.compile("^1 ?.*Propositions|Propositions à décider"))
    at.click("link", re.compile("Pôle des Roses"))
    at.click("button", re.compile("^Accepter|^Tout accepter"))
    at.page.wait_for_load_state("networkidle")

    pole.refresh_from_db()
    assert pole.name == "Pôle des Roses" and at.clicks == 3


def test_merge_two_poles(desk):
    commune = factories.commune()
    kept = factories.pole("Pôle des Iris fictif", seat_commune=commune)
    gone = factories.pole("Pôle des Iris fictifs", seat_commune=commune)
    at = desk(factories.staff())
    at.click("link", "Pôles")
    at.click("link", "Doublons possibles")
    at.click("link", re.compile("^Comparer|^Fusionner"))
    at.click("button", re.compile("^Fusionner"))
    at.shows("est fusionné dans")

    merged = [one.merged_into for one in (Pole.objects.get(pk=kept.pk), Pole.objects.get(pk=gone.pk))]
    assert sorted(one is None for one in merged) == [False, True] and at.clicks == 4


def test_write_to_the_poles_of_a_region(desk):
    factories.pole("Pôle ici fictif", seat_departement=factories.departement(), email="ici@example.org")
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    factories.pole("Pôle ailleurs fictif", seat_departement=paris, email="ailleurs@example.org")
    at = desk(factories.staff())
    at.click("link", "Pôles")
    at.click("link", "Auvergne-Rhône-Alpes")
    at.click("link", "Écrire à ces pôles")
    at.page.get_by_label("Objet").fill("Rencontre fictive")
    at.page.get_by_label("Texte").fill("Bonjour, une **rencontre** est prévue.")
    at.click("button", "Voir la lettre")
    at.click("button", "Envoyer à 1 adresse")
    at.shows("En cours d'envoi")
    mailings.step(Mailing.objects.get().pk)

    assert list(Letter.objects.values_list("to", flat=True)) == ["ici@example.org"] and at.clicks == 5


def test_read_an_application(desk):
    call = Call.objects.create(slug="ami-2025", name="Appel fictif", year=2025, organiser="État", kinds=["ami-2025"])
    departement = factories.departement()
    pole = factories.pole("Pôle candidat fictif", seat_departement=departement)
    day = datetime.date(2025, 5, 2)
    Application.objects.create(call=call, name="Projet fictif", pole=pole, departement=departement, received_on=day)
    at = desk(factories.user("cra84@example.org", role="regionale", region_codes=["84"]))
    at.click("link", re.compile("Candidatures à lire"))
    at.click("link", "Projet fictif")
    at.page.get_by_label("Avis de la CRA").select_option("favorable")
    at.page.get_by_role("textbox", name="Lecture de la CRA").fill("Un projet solide.")
    at.click("button", "Enregistrer")
    at.page.wait_for_load_state("networkidle")

    assert Application.objects.get().first_opinion == "favorable" and at.clicks == 3
