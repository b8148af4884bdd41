"""Versions of the charter: what ships, what is frozen, who may, what everyone sees."""

import hashlib
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from charter.enums import VersionState
from charter.models import CharterVersion
from charter.services import versions
from poles.models import NetworkFact
from poles.services.files import BrokenFile
from tests import factories
from tests.charter.conftest import signed, version_of
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TEXT = (
    "Préambule fictif.\n\n## 1. Premier principe fictif\n\nUn <script>alert(1)</script> texte.\n\n"
    "## Principe 2 : second\n\n## 2. encore\n"
)
ADMIN = "/admin/charter/charterversion/"


@pytest.fixture
def shipped():
    assert versions.load() == 2
    return CharterVersion.objects.get(slug="2021")


@pytest.fixture
def keeper():
    return sign_in(Client(), factories.user("labo@example.org", role="charte"))


def page(address="/charte/2021/"):
    response = Client().get(address)
    assert response.status_code == 200 and "public" in response["Cache-Control"]
    return response.content.decode()


def test_two_versions_ship_without_text_and_unfrozen(shipped):
    told = CharterVersion.objects.values_list("slug", "state", "adopted_precision", "document", "text", "frozen_at")

    assert list(told) == [("2021", "en-vigueur", "month", "", "", None), ("2014", "ancienne", "year", "", "", None)]
    assert versions.load() == 0
    assert not shipped.may_be_signed


def test_what_somebody_changed_is_not_shipped_again(shipped):
    CharterVersion.objects.update(publisher="Autre", document="https://example.org/charte.pdf")
    versions.load()

    assert {one.publisher for one in CharterVersion.objects.all()} == {"Autre"}
    shipped.refresh_from_db()
    assert shipped.may_be_signed


@pytest.mark.parametrize(
    "line", ["2026,Titre,Qui,pas une date,brouillon,", "2026,Titre,Qui,,brouillon,", "2026,,Qui,2026,autre,"]
)
def test_broken_file_is_told_by_its_line(tmp_path, line):
    file = tmp_path / "versions.csv"
    file.write_text(f"version,titre,publiee_par,adoptee,etat,sources\n{line}\n", encoding="utf-8")

    with pytest.raises(BrokenFile, match="ligne 2"):
        versions.load(file)


def test_public_pages_say_what_is_known_and_what_is_not(shipped):
    NetworkFact.objects.create(
        date="2017-03-28", date_precision="day", kind="signatories", minimum=65, maximum=65, unit="count", meaning="Signataires"
    )
    home, one = page("/charte/"), page()

    assert "Charte des PTCE de juin 2021" in home and "pas encore entré par l'organisme qui porte la charte" in home
    assert (
        ">65<" in home and "28 mars 2017" in home and "aucune signature n'est encore enregistrée" in home.replace("&#x27;", "'")
    )
    assert "juin 2021" in one and "associatheque.fr" in one and "Empreinte" not in one
    assert "dans l'annuaire : seul l'organisme qui porte la charte" in one
    assert "/charte/" in Client().get("/sitemap-pages.xml").content.decode()


def test_text_entered_once_is_frozen_with_its_hash_and_stable_anchors(shipped):
    version = versions.enter_text(shipped, TEXT.replace("\n", "\r\n"))
    html = page()

    assert version.digest == hashlib.sha256(TEXT.encode()).hexdigest() and version.digest in html
    assert re.findall(r'id="(principe-\d+)"', html) == ["principe-1", "principe-2"]
    assert '<a href="#principe-2">2</a>' in html and "alert(1)" not in html.replace("&lt;script&gt;alert(1)", "")
    assert "<script>alert" not in html
    with pytest.raises(ValidationError, match="déjà figé"):
        versions.enter_text(shipped, "Autre")
    with pytest.raises(ValidationError, match="vide"):
        versions.enter_text(CharterVersion.objects.get(slug="2014"), " \n")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE charter_charterversion SET text = 'autre' WHERE slug = '2021'",
        "UPDATE charter_charterversion SET text = '', frozen_at = NULL WHERE slug = '2021'",
        "UPDATE charter_charterversion SET title = 'autre' WHERE slug = '2021'",
        "UPDATE charter_charterversion SET publisher = 'autre' WHERE slug = '2021'",
        "UPDATE charter_charterversion SET adopted_on = '2020-01-01' WHERE slug = '2021'",
        "UPDATE charter_charterversion SET frozen_at = now() - interval '1 day' WHERE slug = '2021'",
        "DELETE FROM charter_charterversion WHERE slug = '2021'",
    ],
)
def test_database_refuses_any_change_of_a_frozen_text(shipped, statement):
    versions.enter_text(shipped, TEXT)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    CharterVersion.objects.filter(slug="2021").update(document="https://example.org/charte.pdf")

    shipped.refresh_from_db()
    assert (shipped.text, shipped.document) == (TEXT, "https://example.org/charte.pdf")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"text": "x"}, "text_is_frozen"),
        ({"state": "en-vigueur"}, "one_current"),
        ({"slug": "signataires"}, "slug_form"),
        ({"slug": "Majuscule"}, "slug_form"),
        ({"adopted_on": "2014-02-01"}, "adopted_precision"),
        ({"state": "autre"}, "state"),
    ],
)
def test_database_holds_the_rules(shipped, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CharterVersion.objects.filter(slug="2014").update(**fields)


def test_two_versions_are_read_side_by_side(shipped):
    versions.enter_text(shipped, TEXT)
    html = page("/charte/2021/?avec=2014")

    assert "side-by-side" in html and "Charte des PTCE de 2014" in html and 'content="noindex"' in html
    for other in ("2021", "inconnue", "'"):
        assert "side-by-side" not in page(f"/charte/2021/?avec={other}")


def test_draft_is_not_public(shipped):
    CharterVersion.objects.filter(slug="2014").update(state=VersionState.DRAFT)

    assert Client().get("/charte/2014/").status_code == Client().get("/charte/2013/").status_code == 404
    assert (
        "2014" not in page("/charte/") and "2014" not in page("/charte/2021/?avec=2014").split("<main")[1].split("Articles")[0]
    )


@pytest.mark.parametrize("address", ["/charte/", "/charte/2021/", "/charte/2021/?avec=2014"])
def test_pages_ask_little(shipped, kept_index, django_assert_max_num_queries, address):
    Client().get(address)
    with django_assert_max_num_queries(3):
        Client().get(address)


def test_address_stays_and_so_does_the_document_that_was_signed(shipped, keeper):
    page = f"{ADMIN}{shipped.pk}/change/"
    CharterVersion.objects.update(document="https://example.org/charte.pdf")
    fields = keeper.get(page).context["adminform"].form.fields
    assert "slug" not in fields and "document" in fields
    signed(factories.pole(), shipped, "2022")

    assert "document" not in keeper.get(page).context["adminform"].form.fields


def test_shipped_version_does_not_take_the_place_of_the_one_in_force(db):
    version_of("2030")
    versions.load()

    assert set(CharterVersion.objects.values_list("slug", "state")) == {
        ("2030", "en-vigueur"), ("2021", "ancienne"), ("2014", "ancienne"),
    }  # fmt: skip


def test_keeper_looks_then_freezes_and_it_is_logged(shipped, keeper):
    address = f"{ADMIN}{shipped.pk}/texte/"
    looked = keeper.post(address, {"text": TEXT, "action": "voir"}).content.decode()
    unsure = keeper.post(address, {"text": TEXT, "action": "figer", "warned": "1"})

    assert 'id="principe-1"' in looked and unsure.status_code == 422 and "Préambule fictif" in unsure.content.decode()
    assert keeper.post(address, {"text": "", "action": "figer", "sure": "on"}).status_code == 422
    shipped.refresh_from_db()
    assert shipped.text == ""
    sent = {"text": TEXT, "action": "figer", "sure": "on", "warned": "1"}
    answers = [keeper.post(address, sent).status_code for _ in range(2)]
    shipped.refresh_from_db()
    assert answers == [302, 302] and shipped.text == TEXT
    assert shipped.digest in keeper.get(f"{ADMIN}{shipped.pk}/change/").content.decode()
    told = keeper.get(f"{ADMIN}{shipped.pk}/history/").content.decode()
    assert "Préambule fictif" in told and "Texte figé le" in told and "Rétablir" not in told


def test_number_that_two_principles_bear_is_told_before_the_text_is_frozen(shipped, keeper):
    address = f"{ADMIN}{shipped.pk}/texte/"
    typed = {"text": TEXT, "action": "figer", "sure": "on"}

    told = keeper.post(address, typed)

    assert "Un numéro est porté par plusieurs principes : 2." in told.content.decode()
    shipped.refresh_from_db()
    assert shipped.text == ""
    assert keeper.post(address, {**typed, "warned": "1"}).status_code == 302
    form = keeper.get(f"{ADMIN}{shipped.pk}/change/").context["adminform"].form
    assert not {"title", "publisher", "adopted_on", "adopted_precision"} & set(form.fields)


def test_keeper_adds_a_version_and_puts_it_in_force(shipped, keeper):
    typed = {
        "title": "Version fictive", "slug": "2027", "publisher": "Qui la porte", "adopted_on": "2027-01-01",
        "adopted_precision": "day", "document": "https://example.org/c.pdf", "changes": "Rien.", "sources": "",
    }  # fmt: skip
    assert keeper.post(f"{ADMIN}add/", {**typed, "slug": "signer"}).status_code == 200
    assert keeper.post(f"{ADMIN}add/", typed).status_code == 302
    made = CharterVersion.objects.get(slug="2027")
    assert made.state == VersionState.DRAFT
    force = f"{ADMIN}{made.pk}/en-vigueur/"
    named = {**typed, "title": "Version fictive, mieux nommée"}
    asked = keeper.post(force, named, follow=True).content.decode()  # what is typed is kept, and nothing is in force yet
    assert "« Version fictive, mieux nommée » sera la charte en vigueur" in asked
    assert "« Charte des PTCE de juin 2021 »" in asked and "Son texte n'est pas encore entré" in asked
    assert keeper.post(force).status_code == keeper.get(force).status_code == 200
    assert CharterVersion.objects.get(pk=made.pk).state == VersionState.DRAFT

    assert keeper.post(force, {"action": "confirmer"}).status_code == 302

    states = dict(CharterVersion.objects.values_list("slug", "state"))
    assert states == {"2014": "ancienne", "2021": "ancienne", "2027": "en-vigueur"}
    assert keeper.post(f"{ADMIN}{made.pk}/delete/", {"post": "yes"}).status_code == 403


ROLES = {
    "nobody": (None, 302), "user": ({}, 302), "national": ({"role": "nationale"}, 200),
    "regional": ({"role": "regionale", "region_codes": ["84"]}, 403), "keeper": ({"role": "charte"}, 200),
    "closed keeper": ({"role": "charte", "is_active": False}, 302),
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_may_what(shipped, role):
    """By role: what reading answers; only the keeper writes."""
    fields, to_read = ROLES[role]
    client = sign_in(Client(), factories.user("quelqu-un@example.org", **fields)) if fields is not None else Client()
    own = f"{ADMIN}{shipped.pk}/"
    for address in (ADMIN, f"{own}change/"):
        assert client.get(address).status_code == to_read, address
    writes = {
        f"{ADMIN}add/": ("get", 200), f"{own}texte/": ("get", 200), f"{own}en-vigueur/": ("post", 200),
        f"{own}change/": ("post", 200),
    }  # fmt: skip
    for address, (method, granted) in writes.items():
        denied = 302 if to_read == 302 else 403
        assert getattr(client, method)(address).status_code == (granted if role == "keeper" else denied), address
    if role != "keeper":
        client.post(f"{own}texte/", {"text": TEXT, "action": "figer", "sure": "on", "warned": "1"})
        shipped.refresh_from_db()
        assert shipped.text == ""
