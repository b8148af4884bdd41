"""Signing, when something goes otherwise: changed, decided, withdrawn or typed oddly in between."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from charter.forms.signing import typed_of
from charter.models import Signature, SigningDraft
from charter.services import signatures, signing
from poles.models import Coordinator
from tests import factories
from tests.charter.conftest import sent
from tests.charter.signing import SIGN, TYPED, begun, code
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(version):
    factories.commune()
    return Client()


def test_version_that_changed_is_told_once_then_signed(client, version):
    told = client.post(SIGN, {**TYPED, "version": "2014"})
    assert told.status_code == 422
    again = {name: told.context["form"][name].value() for name in TYPED}
    client.post(begun(client, **{**again, "commitment": "on"}), {"code": code()})

    assert Signature.objects.get().version == version


def test_code_is_for_what_it_was_sent_for(client):
    confirm, first = begun(client), code()
    draft = f"{SIGN}{SigningDraft.objects.get().key}/"
    client.post(draft, {**TYPED, "email": "victime@example.org", "action": "garder"})
    told = client.post(confirm, {"code": first})

    assert told.status_code == 422 and "Aucun code" in told.content.decode()
    assert Signature.objects.count() == 0


def test_what_is_typed_between_the_code_and_its_check_is_not_signed(client, version):
    begun(client)
    draft = SigningDraft.objects.get()
    SigningDraft.objects.update(email="victime@example.org")

    with pytest.raises(ValidationError, match="a changé depuis"):
        signing.confirm(draft, Signature(version=version, name="Pôle nouveau fictif", commune=factories.commune()))


def test_link_of_a_signature_declined_meanwhile_says_so(client, keeper):
    client.post(begun(client), {"code": code()})
    signature = Signature.objects.get()
    draft = signing.reopened(signature, {})
    signatures.ask_for_more(keeper, signature.pk, "Encore.", "/")
    assert client.get(f"{SIGN}{draft.key}/").status_code == 200
    signatures.decline(keeper, signature.pk, "Non.")

    for part in ("", "confirmer/"):
        for answer in (client.get(f"{SIGN}{draft.key}/{part}"), client.post(f"{SIGN}{draft.key}/{part}", TYPED)):
            assert "plus rien de vous : refusée" in answer.content.decode()


def test_signature_to_complete_keeps_its_pole(client, keeper, version):
    pole = factories.pole("Nom du jour", publication="brouillon", seat_commune=factories.commune())
    signature = sent(version, pole)
    signatures.ask_for_more(keeper, signature.pk, "Encore.", "/")
    draft = signing.reopened(Signature.objects.get(), typed_of(Signature.objects.get()))

    assert "name" not in client.get(f"{SIGN}{draft.key}/").context["form"].fields
    confirm = client.post(f"{SIGN}{draft.key}/", TYPED)["Location"]
    client.post(confirm, {"code": code()})
    signature.refresh_from_db()
    assert (signature.state, signature.pole) == ("envoyee", pole)


def test_pole_that_is_not_published_is_never_named(client):
    factories.pole("Pôle secret", slug="secret", publication="brouillon", seat_commune=factories.commune())
    confirm = client.post(SIGN, {**TYPED, "pole": "secret"})["Location"]

    assert "Pôle secret" not in client.get(confirm).content.decode()
    client.post(confirm, {"code": code()})
    assert Signature.objects.get().pole is None


def test_version_withdrawn_between_the_form_and_the_code_says_so(client, version):
    confirm = begun(client)
    version.document = ""
    version.save()

    for answer in (client.get(confirm), client.post(confirm, {"code": code()})):
        assert "On ne peut pas signer pour le moment" in answer.content.decode()


def test_what_became_wrong_is_shown_when_one_confirms(client, version):
    confirm = begun(client)
    factories.pole("Pôle nouveau", seat_commune=factories.commune())  # like the one that signs
    shown = client.get(confirm, follow=True)

    assert "which" in shown.context["form"].errors


@pytest.mark.parametrize(
    "odd",
    [{"\0": "x"}, {"name": "a\0b"}, {"statement": "x" * 30_000}, {"inconnu": "x" * 30_000}, {"email": f"a@{'b' * 300}.fr"}],
)
def test_odd_input_is_kept_or_told_and_never_a_fault(client, odd):
    for action in ("garder", ""):
        assert client.post(SIGN, {**TYPED, **odd, "action": action}).status_code in (302, 422)


def test_everything_kept_is_a_field_of_the_form(client):
    assert set(signing.TYPED) == {*client.get(SIGN).context["form"].fields, "which", "pole"}


def test_signature_to_complete_is_completed_from_the_space(client, keeper, version):
    pole = factories.pole("Pôle A", slug="pole-a", seat_commune=factories.commune())
    user = factories.user("anime@example.org", name="Camille Fictive")
    Coordinator.objects.create(user=user, pole=pole)
    signature = sent(version, pole, statement="Un début.")
    signatures.ask_for_more(keeper, signature.pk, "Dites-en plus.", "/")
    shown = sign_in(client, user).get("/espace/pole-a/charte/")
    assert "Dites-en plus." in shown.content.decode()
    assert shown.context["form"]["statement"].value() == "Un début."
    typed = {
        "version": "2021",
        "signatory_name": "Camille",
        "signatory_function": "Direction",
        "statement": "Plus.",
        "commitment": "on",
    }
    client.post("/espace/pole-a/charte/", {**typed, "commitment": "on"})

    signature.refresh_from_db()
    assert (signature.state, signature.statement, Signature.objects.count()) == ("envoyee", "Plus.", 1)
