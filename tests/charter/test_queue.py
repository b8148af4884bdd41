"""The queue of signatures in the back office: what is known, and a decision on one page."""

import itertools

import pytest
from django.test import Client

from charter.models import Signature
from charter.services import signatures
from poles.models import Pole
from tests import factories
from tests.charter.conftest import sent, signed
from tests.poles.back_office import client_of
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
QUEUE = "/admin/charter/signature/"


@pytest.fixture
def client(keeper):
    return sign_in(Client(), keeper)


def page_of(signature):
    return f"{QUEUE}{signature.pk}/change/"


def test_signature_of_a_pole_is_registered_in_two_gestures(client, version):
    pole = factories.pole(seat_commune=factories.commune())
    signature = sent(version, pole)

    assert page_of(signature) in client.get(QUEUE).content.decode()  # 1: the signature
    done = client.post(page_of(signature), {"action": "enregistrer", "reply": ""}, follow=True)  # 2: « Enregistrer »
    assert "en cours." in done.content.decode()
    assert Signature.objects.get().state == "enregistree"


def test_page_tells_composition_duplicates_and_history(client, version, former):
    pole = factories.pole("Pôle nouveau", siren="732829320")
    pole.memberships.create(organisation=factories.organisation(), member_type="ess")
    signed(pole, former, "2015")
    signature = sent(version, siret="73282932000074")

    shown = client.get(page_of(signature)).content.decode()
    assert "est-ce l'un d'eux" in shown and pole.code in shown
    signatures.register(factories.staff(), signature.pk, pole)
    shown = client.get(page_of(signature)).content.decode()
    assert "une entreprise hors de l" in shown and "incomplète" in shown
    assert "CH-0001" in shown and "Ce qui s'est passé" in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Dites pour quel pôle"),
        ({"code": "PTCE-0099"}, "Aucun pôle n&#x27;a le code"),
        ({"code": "PTCE-²"}, "Aucun pôle n&#x27;a le code"),
        ({"action": "refuser"}, "Dites au signataire"),
        ({"action": "completer"}, "Dites au signataire"),
        ({"action": ""}, "choisissez un bouton"),
    ],
)
def test_incomplete_decision_is_told_and_decides_nothing(client, version, typed, told):
    signature = sent(version)
    answer = client.post(page_of(signature), {"action": "enregistrer", "pole": "", "code": "", "reply": "", **typed})

    assert answer.status_code == 422 and told in answer.content.decode()
    assert Signature.objects.get().state == "envoyee"


def test_other_pole_is_named_by_its_code(client, version):
    pole = factories.pole("Tout autre nom")
    signature = sent(version)
    client.post(page_of(signature), {"action": "enregistrer", "pole": "nouveau", "code": pole.code.lower(), "reply": ""})

    assert Signature.objects.get().pole == pole


def test_new_pole_is_made(client, version):
    client.post(page_of(sent(version)), {"action": "enregistrer", "pole": "nouveau", "code": "", "reply": ""})

    assert Pole.objects.get().publication == "brouillon"


def test_next_signature_follows(client, version):
    first, second = sent(version), sent(version, name="Autre")
    decline = {"action": "refuser", "reply": "Non.", "pole": "", "code": ""}

    assert client.post(page_of(first), decline)["Location"] == page_of(second)
    assert client.post(page_of(second), decline)["Location"] == QUEUE


@pytest.mark.parametrize(("day", "told"), [("2999-01-01", "pas encore venu"), ("2000-01-01", "pas encore au registre")])
def test_withdrawal_has_a_reason_and_a_day_that_makes_sense(client, version, day, told):
    signature = signed(factories.pole(), version, "2022")

    answer = client.post(page_of(signature), {"action": "retirer", "end_reason": "Fin.", "end_day": day})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert "Dites pourquoi" in client.post(page_of(signature), {"action": "retirer", "end_day": "2023-01-01"}).content.decode()
    client.post(page_of(signature), {"action": "retirer", "end_reason": "Fin.", "end_day": "2023-01-01"})
    assert Signature.objects.get().state == "retiree"


def test_two_windows_decide_once(client, version):
    signature = sent(version, factories.pole())
    other = sign_in(Client(), factories.staff())
    client.post(page_of(signature), {"action": "enregistrer", "reply": ""})
    late = other.post(page_of(signature), {"action": "retirer", "end_reason": "", "end_day": ""})

    assert late.status_code == 422
    again = other.post(page_of(signature), {"action": "enregistrer", "reply": ""}, follow=True)
    assert Signature.objects.get().state == "enregistree"
    assert "par labo@example.org" in again.content.decode()


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        ("stranger", False), ("user", False), ("regional staff here", False), ("regional staff elsewhere", False),
        ("inactive staff", False), ("staff without a second factor", False),
        ("staff without rights", True), ("national staff", True),  # the first is the keeper of the charter
    ],
)  # fmt: skip
def test_every_role_at_every_address_of_signatures(version, role, enters):
    signature = sent(version, factories.pole("Pôle secret"), statement="secret")
    client = client_of(role)
    addresses = [QUEUE, page_of(signature)]
    never = [f"{QUEUE}add/", f"{QUEUE}{signature.pk}/delete/"]

    for address, method in itertools.product(addresses, ("get", "head", "post", "put", "patch", "delete")):
        answer = getattr(client, method)(address)
        assert (answer.status_code in (200, 302, 422)) if enters else (answer.status_code in (302, 403)), (address, method)
        if not enters:
            assert b"secret" not in answer.content.lower()
            assert answer.status_code == 403 or answer["Location"].startswith("/admin/login/"), (address, method)
    for address, method in itertools.product(never, ("get", "post")):
        assert getattr(client, method)(address).status_code in (302, 403), (address, method)
    assert Signature.objects.get().state == "envoyee"


@pytest.mark.parametrize("address", [QUEUE, "page"])
def test_queue_asks_little(client, version, django_assert_max_num_queries, address):
    pole = factories.pole(seat_commune=factories.commune())
    first = sent(version, pole)
    for number in range(30):
        sent(version, name=f"Pôle fictif numéro {number}")

    with django_assert_max_num_queries(12):
        assert client.get(page_of(first) if address == "page" else address).status_code == 200
