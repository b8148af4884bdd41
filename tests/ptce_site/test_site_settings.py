"""What the staff says of the site: where it shows, how it is previewed, what stays safe."""

import datetime

import pytest
from django.test import Client

from ptce_site import site_settings
from ptce_site.clock import today
from ptce_site.models import ContentVersion, HomeMessage, SiteSettings
from ptce_site.remembered import Remembered, anew
from tests.poles.back_office import ROLES, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("texts_read_anew")]
SETTINGS = "/admin/ptce_site/sitesettings/1/change/"
MESSAGES = "/admin/ptce_site/homemessage/add/"
TODAY = today()


@pytest.fixture
def staff():
    return client_of("national staff")


def typed(client, **changes):
    """What the browser would send back of the settings, with `changes`."""
    form = client.get(SETTINGS).context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields} | changes


def page(address):
    return Client().get(address).content.decode()


def test_what_is_set_shows_on_public_pages_and_in_letters(staff):
    sent = staff.post(
        SETTINGS, typed(staff, name="Annuaire d'essai", home_lead="Deux lignes d'essai.", publisher_name="La cellule")
    )

    assert sent.status_code == 302, sent.context["adminform"].form.errors
    assert "– Annuaire d&#x27;essai</title>" in page("/") and "Deux lignes d&#x27;essai." in page("/")
    assert "Deux lignes d&#x27;essai." not in page("/poles/")
    assert "La cellule" in page("/mentions-legales/")
    assert "Annuaire d'essai – les pôles" in b"".join(Client().get("/poles/atom").streaming_content).decode()
    assert site_settings.site_name() == "Annuaire d'essai"


def test_emptied_it_is_again_what_the_installation_says(staff, settings):
    settings.SITE_NAME = "Annuaire installé"
    staff.post(SETTINGS, typed(staff, name="Autre nom"))
    assert "Autre nom" in page("/")
    assert "Vide : Annuaire installé" in staff.get(SETTINGS).content.decode()

    staff.post(SETTINGS, typed(staff, name=""))

    assert "Annuaire installé" in page("/") and "Autre nom" not in page("/")


def test_address_for_personal_data_follows_the_one_of_contact_unless_it_is_set(staff, settings):
    settings.CONTACT_EMAIL = settings.DATA_PROTECTION_EMAIL = "installe@example.org"
    staff.post(SETTINGS, typed(staff, contact_email="contact@example.org"))
    assert "mailto:contact@example.org" in page("/donnees-personnelles/")

    staff.post(SETTINGS, typed(staff, data_protection_email="dpo@example.org"))

    assert "mailto:dpo@example.org" in page("/donnees-personnelles/")
    assert "mailto:contact@example.org" in page("/accessibilite/")


def test_legal_text_is_the_sites_own_until_it_is_changed_and_can_do_no_harm(staff):
    own = typed(staff)["legal_notice"]
    assert own.startswith("## Données réutilisées")
    staff.post(SETTINGS, typed(staff, name="x", legal_notice=own.replace("\n", "\r\n")))
    assert SiteSettings.objects.get().legal_notice == ""

    staff.post(SETTINGS, typed(staff, legal_notice="# Crédits\n\nPar **nous** <script>alert(1)</script>"))

    shown = page("/mentions-legales/")
    assert "<h2>Crédits</h2>" in shown and "<strong>nous</strong>" in shown
    assert "<script>alert" not in shown and "Données réutilisées" not in shown


def test_conformity_is_said_with_its_audit_only(staff):
    refused = staff.post(SETTINGS, typed(staff, conformity="partiellement-conforme"))
    assert "établit cette conformité" in refused.content.decode()
    assert "Accessibilité : non conforme" in page("/")

    staff.post(SETTINGS, typed(staff, conformity="partiellement-conforme", accessibility="Audit du 3 mars 2027 par X."))

    assert "Accessibilité : partiellement conforme" in page("/")
    assert "<h1>Accessibilité : partiellement conforme</h1>" in page("/accessibilite/")
    assert "Audit du 3 mars 2027" in page("/accessibilite/")


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Deux\nlignes"), ("contact_email", "pas une adresse"), ("name", "x" * 81), ("conformity", "parfait")],
)
def test_bad_settings_are_refused(staff, field, value):
    response = staff.post(SETTINGS, typed(staff, **{field: value}))

    assert response.status_code == 200 and response.context["adminform"].form.errors[field]
    assert not SiteSettings.objects.exists()


def test_preview_shows_the_page_and_writes_nothing(staff):
    before = list(ContentVersion.objects.values())  # none yet, in a database where nothing was committed
    shown = staff.post(SETTINGS, typed(staff, name="Nom essayé", _apercu="Aperçu de l'accueil"))

    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    assert "Aperçu : rien n'est enregistré" in shown.content.decode() and "– Nom essayé</title>" in shown.content.decode()
    assert not SiteSettings.objects.exists() and list(ContentVersion.objects.values()) == before
    assert "Nom essayé" not in page("/")
    assert staff.post(SETTINGS, typed(staff, _apercu="Autre chose")).status_code == 404
    refused = staff.post(SETTINGS, typed(staff, contact_email="non", _apercu="Aperçu de l'accueil")).content.decode()
    assert "Aperçu : rien" not in refused and "errornote" in refused


def test_message_shows_from_its_first_day_to_its_last(staff):
    day = datetime.timedelta(days=1)
    for text, start, end in (
        ("Hier", TODAY - 2 * day, TODAY - day),
        ("Aujourd'hui **même**", TODAY, TODAY),
        ("Sans fin", TODAY - day, None),
        ("Demain", TODAY + day, None),
    ):
        sent = staff.post(
            MESSAGES, {"text": text, "first_day": f"{start:%d/%m/%Y}", "last_day": f"{end:%d/%m/%Y}" if end else ""}
        )
        assert sent.status_code == 302, sent.context["adminform"].form.errors

    shown = page("/")

    assert "Aujourd'hui <strong>même</strong>" in shown and "Sans fin" in shown
    assert "Hier" not in shown and "Demain" not in shown


def test_message_that_ends_before_it_starts_is_refused(staff):
    sent = staff.post(MESSAGES, {"text": "Non", "first_day": "02/01/2027", "last_day": "01/01/2027"})

    assert "Le dernier jour est avant le premier." in sent.content.decode()
    assert not HomeMessage.objects.exists()


def test_preview_of_a_new_message(staff):
    shown = staff.post(MESSAGES, {"text": "Essai", "first_day": f"{TODAY:%d/%m/%Y}", "_apercu": "Aperçu de l'accueil"})

    assert '<div class="notice"><p>Essai</p>' in shown.content.decode()
    assert not HomeMessage.objects.exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "national staff"])
@pytest.mark.parametrize(
    "address", [SETTINGS, MESSAGES, "/admin/poles/glossaryword/add/", "/admin/ptce_site/sitesettings/1/history/"]
)
def test_others_neither_see_nor_change_them(role, address):
    client = client_of(role)

    assert client.get(address).status_code in (302, 403)
    assert client.post(address, {"name": "Volé", "_apercu": "Aperçu de l'accueil", "version": "1"}).status_code in (302, 403)
    assert not SiteSettings.objects.exists()


def test_what_is_known_is_kept_until_the_content_changes(django_assert_num_queries):
    moment = ("", 1)
    kept = Remembered(site_settings._made)
    kept.current(moment)
    with django_assert_num_queries(0):
        kept.lately(60)
        kept.current(kept.known.moment[:2])
    with django_assert_num_queries(3):
        kept.current((kept.known.moment[0], kept.known.moment[1] + 1))
    with django_assert_num_queries(6), anew():
        kept.lately(60)
        kept.current(kept.known.moment[:2])
    with django_assert_num_queries(3):
        kept.lately(-1)
