"""The public history of a page: what and when, by what kind of author, never by whom."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client

from poles.models import Coordinator, Pole
from poles.services import confirmation, proposals
from poles.services.changes import Wanted
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)  # a transaction is a moment
HISTORY = "/poles/pole-a/historique/"


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a", summary="Un résumé ancien de ce pôle.")


@pytest.fixture
def editor(pole):
    return Coordinator.objects.create(user=factories.user("secrete@example.org", name="Personne Secrète"), pole=pole).user


def shown():
    """The text of the page, without its tags."""
    response = Client().get(HISTORY)
    assert response.status_code == 200
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<h1>") : html.index("</main>")]).split())


def test_changes_are_told_with_the_kind_of_author_and_nobodys_name(pole, editor):
    proposals.save(editor, pole, [Wanted("summary", "Un résumé nouveau de ce pôle."), Wanted("email", "neuve@example.org")])
    Pole.objects.update(legal_form="scic", phone="0102030405", publishes_directly=True)
    confirmation.confirm(editor, pole)
    text = shown()

    assert "Page confirmée par le pôle." in text and text.endswith("Page publiée.")
    assert re.search(r"[0-9]{4}, [0-9:]{5} par le pôle Changement : adresse électronique générique.", text)
    assert "Un résumé retiré : ancien ajouté : nouveau de ce pôle." in text
    assert "Changement : téléphone générique." in text
    assert "Forme juridique ajouté : SCIC" in text
    for word in ("neuve@example.org", "0102030405", "Secrète", "secrete@", "directe"):
        assert word not in text


def test_rows_that_come_go_and_change_are_told(pole):
    member = pole.memberships.create(organisation=factories.organisation("Coop fictive"))
    member.role = "fondateur"
    member.save()
    pole.sector_links.create(sector=factories.sector())
    pole.recognitions.create(kind="aap-2013")
    with transaction.atomic():
        pole.places.create(name="Atelier").delete()
    factories.pole("Autre").places.create(name="Lieu d'un autre")
    text = shown()

    assert "Ajout, membre : Coop fictive." in text and "Changement, membre : Coop fictive." in text
    assert "Ajout, secteur : Culture." in text
    assert "Ajout, reconnaissance : Lauréat de l'appel à projets 2013." in text.replace("&#x27;", "'")
    assert "Atelier" not in text and "Lieu d" not in text


def test_page_is_public_and_needs_the_pole_to_be(pole):
    assert "public" in Client().get(HISTORY)["Cache-Control"]
    assert 'href="historique/"' in Client().get("/poles/pole-a/").content.decode()
    for publication, status in (("brouillon", 404), ("retire", 410)):
        Pole.objects.update(publication=publication)
        assert Client().get(HISTORY).status_code == status


def test_former_address_leads_to_the_history(pole):
    Pole.objects.update(slug="nouveau")

    assert Client().get(HISTORY)["Location"] == "/poles/nouveau/historique/"


@pytest.mark.parametrize("page", ["0", "-1", "²", "99999", "x", "2", "1001"])
def test_page_that_is_not_there(pole, page):
    assert Client().get(HISTORY, {"page": page}).status_code == 404


def test_what_was_before_the_page_was_published_is_not_told():
    factories.pole("Nom secret", slug="pole-a", publication="brouillon")
    Pole.objects.update(name="Pôle A", publication="publie")
    Pole.objects.update(name="Pôle Z")

    text = shown()
    assert "Nom secret" not in text and text.endswith("Page publiée.")
    assert "retiré : A ajouté : Z" in text


@pytest.mark.parametrize("count", [1, 100])
def test_history_asks_little_and_has_pages(pole, count, django_assert_num_queries):
    for number in range(count):
        Pole.objects.update(name=f"Pôle {number}", legal_form="scic" if number % 2 else "association")
    pole.memberships.create(organisation=factories.organisation("Coop fictive"))
    shown()

    with django_assert_num_queries(4):
        Client().get(HISTORY)
    assert ("Plus ancien" in shown()) == (count > 30)
    assert Client().get(HISTORY, {"page": 4}).status_code == (200 if count > 90 else 404)


def test_history_reads_the_events_of_one_pole_by_their_index(pole):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_catalog.pg_indexes WHERE tablename = 'poles_membershipevent'")
        assert any("(pole_id)" in row[0] for row in cursor.fetchall())


def test_what_was_changed_while_the_page_was_withdrawn_is_not_told(pole):
    for change in ({"publication": "retire"}, {"summary": "Texte retiré."}, {"summary": "Corrigé."}, {"publication": "publie"}):
        Pole.objects.update(**change)
    Pole.objects.update(acronym="PA")
    text = shown()

    assert "Texte retiré." not in text and "Corrigé." not in text
    assert text.count("Page publiée.") == 2 and "Sigle ajouté : PA" in text
