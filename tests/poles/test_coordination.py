"""Invitations: one link, used once, by whoever has the address; a page never loses its last editor."""

import datetime
import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from poles.models import Coordinator, Invitation
from poles.services import coordination
from ptce_site.models import Letter
from tests import factories
from tests.letters import delivered
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
NEW = "nouvelle@example.org"


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a")


@pytest.fixture
def invitation(pole):
    return coordination.invite(pole, NEW, "editor", factories.user("qui@example.org", name="Camille Fictive"))


def link():
    """The path of the last link sent."""
    return re.search(r"https?://[^/\s]+(/compte/invitation/\S+)", delivered()[-1].body)[1]


def test_invited_person_gets_an_account_and_the_page(invitation):
    client = Client()
    assert "Camille Fictive vous invite" in delivered()[-1].body
    for _ in range(3):  # a scanner of mail opens it first
        assert client.get(link()).status_code == 200
    assert not User.objects.filter(email=NEW).exists()

    response = client.post(link(), {"name": "  Dominique Fictif "})

    assert response["Location"] == "/espace/pole-a/"
    assert "Bienvenue" in client.get(response["Location"]).content.decode()
    user = User.objects.get(email=NEW)
    assert (user.name, user.has_usable_password(), user.role) == ("Dominique Fictif", False, "")
    assert list(user.coordinated.values_list("pole__slug", "level")) == [("pole-a", "editor")]


def test_link_is_used_once(invitation):
    Client().post(link(), {"name": "Dominique"})
    second = Client()
    response = second.post(link(), {"name": "Quelqu'un"})

    assert response.status_code == 410
    assert "déjà été acceptée" in response.content.decode()
    assert (User.objects.filter(email=NEW).count(), second.get("/espace/").status_code) == (1, 302)


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_ended_invitation_opens_nothing(invitation, ended):
    address = link()
    if ended == "revoked":
        assert coordination.revoke(invitation)
    else:
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    for response in (Client().get(address), Client().post(address, {"name": "D"})):
        assert response.status_code == 410
        assert "annulée ou son délai est passé" in response.content.decode()
    assert not Coordinator.objects.exists()


def test_forged_link_is_not_found(invitation):
    assert Client().get(link().rstrip("/") + "x/").status_code == 404
    assert Client().post("/compte/invitation/1/", {"name": "D"}).status_code == 404


def test_sent_again_is_the_same_link_for_longer(invitation):
    first = link()
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))

    assert coordination.resend(invitation)
    assert link() == first
    assert Client().get(first).status_code == 200
    assert Invitation.objects.count() == 1
    assert coordination.revoke(invitation)
    assert not coordination.resend(invitation)


def test_same_address_is_not_invited_twice(invitation, pole):
    with pytest.raises(ValidationError) as told:
        coordination.invite(pole, "NOUVELLE@example.org", "reader", None)
    assert told.value.messages == ["Une invitation à cette adresse est déjà ouverte : renvoyez-la."]
    Client().post(link(), {"name": "Dominique"})
    with pytest.raises(ValidationError) as told:
        coordination.invite(pole, NEW, "reader", None)
    assert told.value.messages == ["Cette personne a déjà accès à cette page."]


def test_known_person_signs_in_as_usual(invitation):
    factories.user(NEW)
    client = Client()

    assert client.post(link())["Location"] == "/espace/pole-a/"
    assert client.get("/espace/pole-a/")["Location"].startswith("/compte/connexion/")


def test_someone_else_signed_in_is_told_and_gets_nothing(invitation):
    client = sign_in(Client(), factories.user("autre@example.org"))

    response = client.post(link(), {"name": "Autre"})

    assert "déconnectez-vous" in response.content.decode()
    assert not Coordinator.objects.exists()


def test_closed_account_is_not_opened_by_an_invitation(invitation):
    factories.user(NEW, is_active=False)

    response = Client().post(link())

    assert response.status_code == 410
    assert "Le compte de cette adresse est fermé." in response.content.decode()
    assert not Coordinator.objects.exists()


def test_empty_name_is_told_and_nothing_opens(invitation):
    response = Client().post(link(), {"name": "  "})

    assert response.status_code == 422
    assert not User.objects.filter(email=NEW).exists()


def test_last_editor_cannot_leave_without_another(pole):
    first = Coordinator.objects.create(user=factories.user("a@example.org"), pole=pole)
    Coordinator.objects.create(user=factories.user("b@example.org"), pole=pole, level="reader")
    Coordinator.objects.create(user=factories.user("c@example.org", is_active=False), pole=pole)
    client = sign_in(Client(), first.user)

    told = client.post("/espace/pole-a/quitter/", follow=True).content.decode()
    assert "n&#x27;aurait plus personne" in told
    Coordinator.objects.create(user=factories.user("d@example.org"), pole=pole)
    assert client.post("/espace/pole-a/quitter/")["Location"] == "/espace/"
    assert client.get("/espace/pole-a/").status_code == 404


def test_editor_lets_a_colleague_edit_then_leaves(pole):
    client = sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)
    own = pole.coordinators.get()
    reader = Coordinator.objects.create(user=factories.user("lit@example.org"), pole=pole, level="reader")
    address = "/espace/pole-a/equipe/personne/{}/{}/"

    for action in ("lire", "retirer"):
        told = client.post(address.format(own.pk, action), follow=True).content.decode()
        assert "n&#x27;aurait plus personne" in told
    assert client.post(address.format(reader.pk, "inconnu")).status_code == 404
    for _ in range(2):
        assert client.post(address.format(reader.pk, "modifier")).status_code == 302
    reader.refresh_from_db()
    assert reader.level == "editor" and Letter.objects.filter(to="lit@example.org").count() == 1
    client.post(address.format(reader.pk, "lire"))
    client.post(address.format(reader.pk, "modifier"))
    assert client.post("/espace/pole-a/quitter/").status_code == 302

    assert list(pole.coordinators.values_list("user__email", "level")) == [("lit@example.org", "editor")]


def test_colleague_of_another_page_is_not_found(pole):
    client = sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)
    other = Coordinator.objects.create(user=factories.user("b@example.org"), pole=factories.pole("B", slug="pole-b"))

    assert client.post(f"/espace/pole-a/equipe/personne/{other.pk}/retirer/").status_code == 404
    assert Coordinator.objects.count() == 2


def test_editor_invites_resends_and_revokes(pole):
    editor = Coordinator.objects.create(user=factories.user("a@example.org"), pole=pole)
    client = sign_in(Client(), editor.user)

    client.post("/espace/pole-a/equipe/", {"email": NEW, "level": "reader"})
    wrong = client.post("/espace/pole-a/equipe/", {"email": NEW, "level": "reader"})
    made = Invitation.objects.get()
    client.post(f"/espace/pole-a/equipe/{made.pk}/renvoyer/")
    client.post(f"/espace/pole-a/equipe/{made.pk}/annuler/")
    late = client.post(f"/espace/pole-a/equipe/{made.pk}/annuler/", follow=True)

    assert (wrong.status_code, "déjà ouverte" in wrong.content.decode()) == (422, True)
    assert [message.to for message in delivered()] == [[NEW], [NEW]]
    assert "n&#x27;est plus ouverte" in late.content.decode()
    assert client.post(f"/espace/pole-a/equipe/{made.pk}/detruire/").status_code == 404


def test_invitation_of_another_pole_is_not_found(pole, invitation):
    other = factories.pole("Pôle B", slug="pole-b")
    editor = Coordinator.objects.create(user=factories.user("a@example.org"), pole=other)

    response = sign_in(Client(), editor.user).post(f"/espace/pole-b/equipe/{invitation.pk}/annuler/")

    assert response.status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_cell_invites_from_the_back_office(pole):
    client = sign_in(Client(), factories.staff())

    sent = client.post("/admin/poles/invitation/add/", {"pole": pole.pk, "email": "Nouvelle@Example.org", "level": "editor"})

    assert sent.status_code == 302
    assert Invitation.objects.get().email == NEW
    assert delivered()[-1].to == [NEW]
    again = client.post("/admin/poles/invitation/add/", {"pole": pole.pk, "email": NEW, "level": "editor"})
    assert again.status_code == 200
    assert "déjà ouverte" in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_windows_accept_once(pole):
    invitation = coordination.invite(pole, NEW, "editor", None)
    results, start = [], threading.Barrier(2)

    def accept():
        start.wait()
        results.append(coordination.accept(invitation, "Dominique") is not None)
        connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [False, True]
    assert (User.objects.count(), Coordinator.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_one_new_address_accepted_at_once_open_one_account(pole, monkeypatch):
    others = [coordination.invite(one, NEW, "editor", None) for one in (pole, factories.pole("Pôle B", slug="pole-b"))]
    opening, both, results = User.objects.create_user, threading.Barrier(2, timeout=10), []

    def create_user(*args, **fields):
        both.wait()  # neither has found the account
        return opening(*args, **fields)

    def accept(invitation):
        try:
            results.append(coordination.accept(invitation, "Dominique").user.email)
        finally:
            connection.close()

    monkeypatch.setattr(User.objects, "create_user", create_user)
    threads = [threading.Thread(target=accept, args=(invitation,)) for invitation in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [NEW, NEW]
    assert (User.objects.count(), Coordinator.objects.count()) == (1, 2)


def test_one_person_sends_a_few_invitations_an_hour():
    pole = factories.pole("Pôle A", slug="pole-a")
    client = sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)
    invitation = coordination.invite(pole, "attendue@example.org", "editor", None)
    for _ in range(20):
        client.post(f"/espace/pole-a/equipe/{invitation.pk}/renvoyer/")
    sent = Letter.objects.count()
    told = client.post(f"/espace/pole-a/equipe/{invitation.pk}/renvoyer/", follow=True)
    refused = client.post("/espace/pole-a/equipe/", {"email": "autre@example.org", "level": "reader"})

    assert sent == 21
    assert "Trop d&#x27;invitations" in told.content.decode()
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["email"])
    assert Letter.objects.count() == sent
