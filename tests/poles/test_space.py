"""A pole's own space: what an editor publishes at once, and nothing else; nobody's work lost."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from poles.models import Coordinator, FieldOrigin, Pole
from poles.models.pole import CONFIRMED_MONTHS
from ptce_site.clock import months_before, today
from tests import factories
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
PRESENTATION, CONTACT = "/espace/pole-a/modifier/presentation/", "/espace/pole-a/modifier/contact/"


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a", summary="Ancien résumé.", website="https://example.org/")


@pytest.fixture
def client(pole):
    editor = Coordinator.objects.create(user=factories.user(), pole=pole)
    return sign_in(Client(), editor.user)


def opened(client, address):
    """What the browser would send back, unchanged."""
    form = client.get(address).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    return {**shown, **{f"initial-{name}": value for name, value in shown.items()}}


def test_change_is_public_at_once_and_said_to_come_from_the_pole(client, pole):
    response = client.post(PRESENTATION, {**opened(client, PRESENTATION), "summary": "Nouveau résumé."}, follow=True)

    assert "C&#x27;est publié." in response.content.decode()
    assert "Nouveau résumé." in Client().get("/poles/pole-a/").content.decode()
    assert list(FieldOrigin.objects.values_list("field", "kind", "as_of")) == [("summary", "pole", today())]


def test_nothing_changed_writes_nothing(client, pole):
    before = Pole.objects.get().updated_at
    response = client.post(PRESENTATION, opened(client, PRESENTATION), follow=True)

    assert "Rien n&#x27;avait changé." in response.content.decode()
    assert (Pole.objects.get().updated_at, FieldOrigin.objects.count()) == (before, 0)


def test_other_fields_are_not_written(client, pole):
    client.post(CONTACT, {**opened(client, CONTACT), "phone": "0102030405", "name": "Volé", "publication": "retire"})

    kept = Pole.objects.get()
    assert (kept.phone, kept.name, kept.publication) == ("0102030405", "Pôle A", "publie")


@pytest.mark.parametrize(
    ("address", "field", "typed"),
    [
        (PRESENTATION, "summary", "x" * 401),
        (CONTACT, "website", "javascript:alert(1)"),
        (CONTACT, "email", "pas une adresse"),
        (CONTACT, "phone", "<b>"),
        (PRESENTATION, "summary", "nul\0"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(client, pole, address, field, typed):
    response = client.post(address, {**opened(client, address), field: typed})
    form = response.context["form"]

    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert form[field].value() == typed
    assert "Ce que vous avez tapé est gardé." in response.content.decode()
    assert getattr(Pole.objects.get(), field) == getattr(pole, field)


def test_second_of_two_editors_sees_what_the_first_wrote_and_chooses(client, pole):
    mine = {**opened(client, PRESENTATION), "summary": "Le mien."}
    Pole.objects.update(summary="Le sien.", description="Sa description.")

    told = client.post(PRESENTATION, mine)
    assert told.status_code == 422
    one = told.context["form"].meanwhile[0]
    assert (one.label, one.theirs) == ("Résumé", [("gone", "Ancien résumé."), ("new", "Le sien.")])
    assert one.own == [("same", "Le "), ("gone", "sien."), ("new", "mien.")]
    assert 'value="leur:summary"' in told.content.decode()
    assert Pole.objects.get().summary == "Le sien."
    form = told.context["form"]
    again = {"summary": form["summary"].value(), "initial-summary": form.data["initial-summary"]}
    again |= {"description": mine["description"], "initial-description": mine["initial-description"]}
    assert client.post(PRESENTATION, again).status_code == 302

    kept = Pole.objects.get()
    assert (kept.summary, kept.description) == ("Le mien.", "Sa description.")


def test_second_of_two_editors_keeps_what_the_first_wrote_and_what_else_was_typed(client, pole):
    mine = {**opened(client, PRESENTATION), "summary": "Le mien.", "description": "Ma description."}
    Pole.objects.update(summary="Le sien.")

    kept = client.post(PRESENTATION, {**mine, "action": "leur:summary"})
    form = kept.context["form"]
    assert (kept.status_code, form["summary"].value(), form["description"].value()) == (200, "Le sien.", "Ma description.")
    assert Pole.objects.get().description == pole.description
    again = {name: form[name].value() for name in ("summary", "description")}
    again |= {f"initial-{name}": form.data[f"initial-{name}"] for name in again}
    assert client.post(PRESENTATION, again).status_code == 302

    done = Pole.objects.get()
    assert (done.summary, done.description) == ("Le sien.", "Ma description.")
    assert client.post(PRESENTATION, {**mine, "action": "leur:inconnu"}).status_code == 302


def test_ends_of_lines_are_no_change_of_somebody_else(client, pole):
    Pole.objects.update(description="Un.\n\nDeux. ")
    kept = {name: value.replace("\n", "\r\n") for name, value in opened(client, PRESENTATION).items()}

    client.post(PRESENTATION, {**kept, "summary": "Nouveau résumé."})
    assert Pole.objects.get().description == "Un.\n\nDeux. "
    client.post(PRESENTATION, {**kept, "description": "Un.\r\n\r\nTrois."})
    assert Pole.objects.get().description == "Un.\n\nTrois."


def test_all_is_exact_stamps_the_page(client, pole):
    Pole.objects.update(confidence="medium")
    modified = Pole.objects.get().updated_at
    assert "jamais confirmée" in client.get("/espace/pole-a/").content.decode()
    client.post("/espace/pole-a/exact/")
    client.post("/espace/pole-a/exact/")  # a double click

    assert (Pole.objects.get().confirmed_on, Pole.objects.get().updated_at) == (today(), modified)
    assert "<strong>Confirmée par le pôle le" in Client().get("/poles/pole-a/").content.decode()
    for address in ("/poles/pole-a/", "/poles/pole-a/fiche/", "/poles/"):
        assert '<p class="mark">' not in Client().get(address).content.decode()


def test_confirmation_fades_after_eighteen_months(client, pole):
    Pole.objects.update(confidence="medium", confirmed_on=months_before(today(), CONFIRMED_MONTHS))
    assert '<p class="mark">' not in Client().get("/poles/").content.decode()

    Pole.objects.update(confirmed_on=months_before(today(), CONFIRMED_MONTHS) - datetime.timedelta(days=1))
    shown = Client().get("/poles/pole-a/").content.decode()
    assert "il y a plus de 18 mois" in shown and "<strong>Confirmée" not in shown and '<p class="mark">' in shown
    assert '<p class="mark">' in Client().get("/poles/").content.decode()
    assert "relisez-la" in client.get("/espace/pole-a/").content.decode()


def test_unknown_section_is_not_found(client, pole):
    assert client.get("/espace/pole-a/modifier/nom/").status_code == 404


def test_space_says_what_is_missing(client, pole):
    shown = client.get("/espace/pole-a/").content.decode()

    assert "Un téléphone générique." in shown
    assert "L&#x27;adresse de votre site." not in shown
    assert client.get("/espace/")["Location"] == "/espace/pole-a/"


@pytest.mark.parametrize("count", [1, 30])
def test_pages_of_the_space_ask_little(client, pole, count, django_assert_num_queries):
    for number in range(count):
        Coordinator.objects.create(user=factories.user(f"p{number}@example.org"), pole=pole, level="reader")
        pole.memberships.create(organisation=factories.organisation(f"Coop {number}"))
        pole.partnerships.create(collectivity=factories.commune(f"263{number:02}", f"Commune {number}"))
    pole.sector_links.create(sector=factories.sector())
    client.get("/espace/pole-a/")

    with django_assert_num_queries(9):
        client.get("/espace/pole-a/")
    # A new visit, with what changed since the one before.
    Coordinator.objects.update(visited_at=timezone.now() - datetime.timedelta(days=3))
    with django_assert_num_queries(12):
        assert "Depuis votre visite du" in client.get("/espace/pole-a/").content.decode()
    with django_assert_num_queries(7):
        client.get("/espace/pole-a/equipe/")
