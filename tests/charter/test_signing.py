"""Signing, as a person does it: the form, the code, the link, what is kept; and what may go wrong."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from charter.models import Signature, SigningDraft
from charter.services import signatures, signing
from poles.models import Coordinator
from ptce_site.models import Letter
from tests import factories
from tests.charter.conftest import sent, version_of
from tests.charter.signing import SIGN, TYPED, begun, code
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@pytest.fixture
def client(version):
    factories.commune()
    return Client()


def test_pole_signs_by_a_code(client):
    confirm = begun(client)
    assert Signature.objects.count() == 0
    done = client.post(confirm, {"code": f" {code()[:3]} {code()[3:]} "}, follow=True)

    assert "Signature confirmée" in done.content.decode()
    signature = Signature.objects.get()
    assert (signature.state, signature.name, signature.commune.code, signature.email) == (
        "envoyee", "Pôle nouveau fictif", "26281", "dominique@example.org",
    )  # fmt: skip
    draft = SigningDraft.objects.get()
    assert (draft.typed, draft.code_digest, draft.signature) == ({}, "", signature)


def test_link_read_by_a_scanner_signs_nothing_and_its_button_does(client):
    begun(client)
    link = re.search(r"https?://[^/\s]+(/charte/signer/\S+code=\d+)", Letter.objects.latest("pk").text)[1]

    for _ in range(7):
        assert Client().get(link).status_code == Client().head(link).status_code == 200
    shown = client.get(link)
    assert f'value="{code()}"' in shown.content.decode()
    assert "no-store" in shown["Cache-Control"] and Signature.objects.count() == 0
    client.post(link, {"code": code()})
    assert Signature.objects.get().state == "envoyee"


def test_code_serves_once(client):
    confirm, once = begun(client), code()
    client.post(confirm, {"code": once})
    again = client.post(confirm, {"code": once})

    assert again.status_code == 200 and "ont servi" in again.content.decode()
    assert Signature.objects.count() == 1


WRONG = {
    "next": lambda good: f"{(int(good) + 1) % 10**6:06}",
    "none": lambda good: "",
    "letters": lambda good: "abc",
    "short": lambda good: good[:5],
    "long": lambda good: f"{good}0",
    "other figures": lambda good: good.translate(DEVANAGARI),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_wrong_code_is_said_and_loses_nothing(client, wrong):
    confirm = begun(client)
    told = client.post(confirm, {"code": wrong(code())})

    assert told.status_code == 422 and "envoyé en dernier" in told.content.decode()
    assert SigningDraft.objects.get().typed["name"] == ["Pôle nouveau fictif"]


def test_code_is_tried_five_times_then_another_is_asked(client):
    confirm, good = begun(client), code()
    for _ in range(5):
        client.post(confirm, {"code": "999999" if good != "999999" else "000000"})

    assert "Trop d&#x27;essais" in client.post(confirm, {"code": good}).content.decode()
    client.post(confirm, {"action": "code"})
    assert code() != good
    assert "envoyé en dernier" in client.post(confirm, {"code": good}).content.decode()
    client.post(confirm, {"code": code()})
    assert Signature.objects.count() == 1


def test_code_does_not_last(client):
    confirm = begun(client)
    SigningDraft.objects.update(code_sent_at=timezone.now() - datetime.timedelta(hours=25))

    told = client.post(confirm, {"code": code()})
    assert told.status_code == 422 and "n&#x27;est plus valable" in told.content.decode()
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("siret", "12345678901234", "SIRET n'est pas valable"),
        ("siret", "123", "SIRET n'est pas valable"),
        ("commune", "", "Dites dans quelle commune"),
        ("commune", "Nulle part", "Aucun lieu ne s'appelle"),
        ("email", "dominique", "adresse"),
        ("commitment", "", "Sans cet engagement"),
        ("version", "2014", "Une autre version est en vigueur"),
        ("email", f"d@{'x' * 60}.{'y' * 60}.{'z' * 60}.{'w' * 60}.{'v' * 60}.org", "254"),
        ("name", "…", "Le nom doit contenir"),
        ("statement", "x" * 3001, "3000"),
    ],
)
def test_bad_input_is_told_and_kept(client, field, typed, told):
    response = client.post(SIGN, {**TYPED, field: typed})

    form = response.context["form"]
    assert response.status_code == 422
    assert told in " ".join(text for texts in form.errors.values() for text in texts)
    assert form["statement"].value() == (typed if field == "statement" else "Nous coopérons.")
    assert SigningDraft.objects.count() == 0 and Letter.objects.count() == 0


def test_known_pole_is_offered_first(client):
    pole = factories.pole("Pôle nouveau", seat_commune=factories.commune())
    asked = client.post(SIGN, TYPED)
    assert asked.status_code == 422
    assert [value for value, _ in asked.context["form"].fields["which"].choices] == [pole.slug, "nouveau"]

    client.post(begun(client, which=pole.slug, commune=""), {"code": code()})
    assert Signature.objects.get().pole == pole
    client.post(begun(client, which="nouveau"), {"code": code()})
    assert Signature.objects.filter(pole=None).count() == 1


def test_pole_is_given_by_its_page(client):
    pole = factories.pole("Pôle donné", slug="donne", seat_commune=factories.commune())
    address = f"{SIGN}?pole=donne"
    assert "name" not in client.get(address).context["form"].fields
    typed = {name: value for name, value in TYPED.items() if name not in ("name", "commune")}
    confirm = client.post(address, typed)["Location"]
    client.post(confirm, {"code": code()})

    assert Signature.objects.get().pole == pole


@pytest.mark.parametrize("slug", ["inconnu", "brouillon"])
def test_unknown_pole_is_not_given(client, slug):
    factories.pole("Pôle secret", slug="brouillon", publication="brouillon")

    shown = client.get(f"{SIGN}?pole={slug}")
    assert shown.status_code == 200 and "secret" not in shown.content.decode()
    assert "name" in shown.context["form"].fields
    assert f"Aucun pôle publié n&#x27;a l&#x27;adresse « {slug} »" in shown.content.decode()


def test_what_is_typed_is_kept_thirty_days_by_its_address(client):
    response = client.post(SIGN, {"email": "dominique@example.org", "statement": "Un début.", "action": "garder"}, follow=True)
    assert "gardée 30 jours" in response.content.decode()
    link = re.search(r"https?://[^/\s]+(/charte/signer/\S+)", Letter.objects.get().text)[1]

    shown = Client().get(link)
    assert (shown.context["form"]["statement"].value(), shown.context["form"].errors) == ("Un début.", {})
    confirm = client.post(link, TYPED)["Location"]
    client.post(confirm, {"code": code()})
    assert Signature.objects.get().statement == "Nous coopérons."
    assert SigningDraft.objects.count() == 1


def test_nothing_is_kept_without_an_address(client):
    told = client.post(SIGN, {"statement": "Un début.", "action": "garder"})

    assert told.status_code == 422 and list(told.context["form"].errors) == ["email"]
    assert told.context["form"]["statement"].value() == "Un début."


def test_old_drafts_are_erased(client):
    begun(client)
    assert signing.erase_old() == 0
    SigningDraft.objects.update(kept_at=timezone.now() - datetime.timedelta(days=31))
    key = SigningDraft.objects.get().key
    assert signing.erase_old() == 1

    gone = client.get(f"{SIGN}{key}/")
    assert gone.status_code == 404 and "a été effacé" in gone.content.decode()


def test_signature_to_complete_is_completed_by_its_link(client, keeper):
    client.post(begun(client), {"code": code()})
    signature = Signature.objects.get()
    page = f"/admin/charter/signature/{signature.pk}/change/"
    sign_in(Client(), keeper).post(page, {"action": "completer", "reply": "Quel SIRET ?", "pole": "", "code": ""})
    link = re.search(r"https?://[^/\s]+(/charte/signer/\S+)", Letter.objects.latest("pk").text)[1]

    shown = client.get(link)
    assert "Quel SIRET ?" in shown.content.decode()
    form = shown.context["form"]
    assert (form["name"].value(), form["commune"].value()) == ("Pôle nouveau fictif", "Romans-sur-Isère (26281)")
    confirm = client.post(link, {**TYPED, "siret": "732 829 320 00074"})["Location"]
    client.post(confirm, {"code": code()})
    signature.refresh_from_db()
    assert (signature.state, signature.siret, Signature.objects.count()) == ("envoyee", "73282932000074", 1)


def test_second_signature_of_the_same_pole_is_refused_and_what_was_typed_stays(client, version):
    sent(version)
    told = client.post(SIGN, TYPED)

    assert told.status_code == 422
    assert "attend déjà" in " ".join(told.context["form"].non_field_errors())


def test_two_windows_confirm_one_signature(client):
    first, code_of_first = begun(client), code()
    second = begun(client)
    client.post(second, {"code": code()})
    told = client.post(first, {"code": code_of_first})

    assert told.status_code == 422 and "attend déjà" in told.content.decode()
    assert Signature.objects.count() == 1


def test_too_many_are_told_to_wait_and_lose_nothing(client):
    for number in range(10):
        begun(client, name=f"Pôle fictif {number}")
    told = client.post(SIGN, TYPED)

    assert told.status_code == 429
    assert told.context["form"]["statement"].value() == "Nous coopérons."


@pytest.mark.parametrize("state", ["brouillon", "ancienne", "en-vigueur"])
def test_nothing_can_be_signed_without_a_text_in_force(db, state):
    version_of(state=state, document="" if state == "en-vigueur" else "https://example.org/x.pdf")

    for answer in (Client().get(SIGN), Client().post(SIGN, TYPED)):
        assert answer.status_code == 200
        assert "On ne peut pas signer pour le moment" in answer.content.decode()
    assert SigningDraft.objects.count() == 0


def test_identity_is_filled_in_the_space_and_no_code_is_asked(client, version):
    pole = factories.pole("Pôle A", slug="pole-a", seat_commune=factories.commune())
    user = factories.user("anime@example.org", name="Camille Fictive")
    Coordinator.objects.create(user=user, pole=pole)
    sign_in(client, user)
    assert "/espace/pole-a/charte/" in client.get("/espace/pole-a/").content.decode()
    form = client.get("/espace/pole-a/charte/").context["form"]
    assert (form["signatory_name"].value(), form["email"].value()) == ("Camille Fictive", "anime@example.org")

    typed = {"version": "2021", "signatory_name": "Camille Fictive", "signatory_function": "Direction", "email": "x@y.fr"}
    assert client.post("/espace/pole-a/charte/", typed).status_code == 422
    done = client.post("/espace/pole-a/charte/", {**typed, "commitment": "on"}, follow=True)

    assert "C&#x27;est signé" in done.content.decode() and done.context["form"] is None
    assert Signature.objects.get().email == "anime@example.org"
    assert "aucun membre n&#x27;est listé" in done.content.decode().lower()


def test_nothing_leaves_before_it_is_asked(client):
    client.get(SIGN)
    assert mail.outbox == [] and Letter.objects.count() == 0


def test_withdrawn_then_signed_again(client, version, keeper):
    pole = factories.pole("Pôle donné", slug="donne", seat_commune=factories.commune())
    first = signatures.register(keeper, sent(version, pole).pk)
    signatures.withdraw(keeper, first.pk, "Fin.")
    typed = {name: value for name, value in TYPED.items() if name not in ("name", "commune")}
    client.post(client.post(f"{SIGN}?pole=donne", typed)["Location"], {"code": code()})

    assert sorted(Signature.objects.values_list("state", flat=True)) == ["envoyee", "retiree"]
