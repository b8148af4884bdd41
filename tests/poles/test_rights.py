"""Every role, on every address of the space, by every method: what is not granted is denied."""

import itertools

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from poles import rights
from poles.models import Coordinator, EpciDepartement
from poles.services import coordination
from tests import factories
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/compte/connexion/"
# Who asks: a stranger is led to sign in, another pole's editor finds nothing, a reader may not change.
ROLES = ("nobody", "user", "editor of another pole", "former editor", "national", "regional", "charter", "reader", "editor")
NOT_ALLOWED = 405
# By address: GET as those who have the space see it, POST as a reader then as an editor see it.
ADDRESSES = {
    "/espace/pole-a/": (200, NOT_ALLOWED, NOT_ALLOWED),
    "/espace/pole-a/modifier/presentation/": ("edit", 403, 422),
    "/espace/pole-a/modifier/contact/": ("edit", 403, 422),
    "/espace/pole-a/exact/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/equipe/": (200, 403, 422),
    "/espace/pole-a/equipe/{invitation}/renvoyer/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/equipe/{invitation}/annuler/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/equipe/personne/{person}/lire/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/equipe/personne/{person}/modifier/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/equipe/personne/{person}/retirer/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/contacts/": (200, 403, 422),
    "/espace/pole-a/contacts/{contact}/retirer/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/quitter/": (NOT_ALLOWED, 302, 302),
    "/espace/pole-a/modifier/liens/": ("edit", 403, 422),
    "/espace/pole-a/modifier/image/": ("edit", 403, 422),
    "/espace/pole-a/modifier/identite/": ("edit", 403, 422),
    "/espace/pole-a/modifier/siege/": ("edit", 403, 422),
    "/espace/pole-a/modifier/porteuse/": ("edit", 403, 422),
    "/espace/pole-a/modifier/secteurs/": ("edit", 403, 422),
    "/espace/pole-a/modifier/territoire/": ("edit", 403, 422),
    "/espace/pole-a/proposition/": (200, NOT_ALLOWED, NOT_ALLOWED),
    "/espace/pole-a/proposition/envoyer/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/proposition/retirer/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/proposition/reprendre/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/proposition/oter/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/annuler/1/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/membres/": (200, NOT_ALLOWED, NOT_ALLOWED),
    "/espace/pole-a/lieux/": (200, NOT_ALLOWED, NOT_ALLOWED),
    "/espace/pole-a/collectivites/": (200, NOT_ALLOWED, NOT_ALLOWED),
    "/espace/pole-a/membres/coller/": ("edit", 403, 422),
    "/espace/pole-a/membres/ajouter/": ("edit", 403, 422),
    "/espace/pole-a/lieux/ajouter/": ("edit", 403, 422),
    "/espace/pole-a/collectivites/ajouter/": ("edit", 403, 422),
    "/espace/pole-a/membres/{member}/": ("edit", 403, 422),
    "/espace/pole-a/membres/{member}/retirer/": (NOT_ALLOWED, 403, 302),
    "/espace/pole-a/membres/propose/{change}/": ("edit", 403, 422),
}
# What nothing may show to whoever has no right to it.
SECRET = ("secrete@example.org", "Personne Secrète", "Membre secret", "attendue@example.org", "Nommée Secrète")
BAD = {
    "summary": "x" * 500,
    "initial-summary": "",
    "email": "pas une adresse",
    "initial-email": "",
    "links": "javascript:alert(1)",
    "name": "",
    "initial-name": "Pôle A",
    "commune": "Nulle part",
    "places": "Nulle part",
    "organisation": "123456789",
    "credit": "x" * 151,
    "sectors": "inconnu",
    "collectivity": "Nulle part",
    "names": "",
}


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a")


def client_of(role, pole):
    client = Client()
    if role == "nobody":
        return client
    fields = {
        "national": {"role": "nationale"},
        "regional": {"role": "regionale", "region_codes": ["84"]},
        "charter": {"role": "charte"},
    }
    user = factories.user(f"{role.replace(' ', '-')}@example.org", **fields.get(role, {}))
    if role in ("reader", "editor"):
        Coordinator.objects.create(user=user, pole=pole, level=role)
    elif role == "former editor":
        coordinator = Coordinator.objects.create(user=user, pole=pole)
        coordinator.delete()
    elif role == "editor of another pole":
        Coordinator.objects.create(user=user, pole=factories.pole("Pôle B", slug="pole-b"))
    return sign_in(client, user)


def expected(role, method, address):
    to_get, to_post_reader, to_post_editor = ADDRESSES[address]
    shown, sent = method in ("get", "head"), method == "post"
    if not (shown or sent) or (sent and to_post_editor == NOT_ALLOWED) or (shown and to_get == NOT_ALLOWED):
        return NOT_ALLOWED
    if role == "nobody":
        return 302
    if role not in ("reader", "editor"):
        return 404
    if sent:
        return to_post_editor if role == "editor" else to_post_reader
    return (200 if role == "editor" else 403) if to_get == "edit" else to_get


@pytest.mark.parametrize("role", ROLES)
def test_space_is_for_those_who_keep_the_page(pole, role):
    """Every address by every method, each undone before the next."""
    person = Coordinator.objects.create(user=factories.user("secrete@example.org", name="Personne Secrète"), pole=pole)
    invitation = coordination.invite(pole, "attendue@example.org", "editor", None)
    member = pole.memberships.create(organisation=factories.organisation("Membre secret"))
    contact = pole.named_contacts.create(name="Nommée Secrète", function="Direction", email="nommee@example.org")
    draft = pole.proposals.create()
    usual = {"role": "membre", "member_type": "", "source": "", "since": "", "until": "", "goes_on": False}
    change = draft.changes.create(subject="members", after={"organisation": {"name": "Membre secret"}, **usual})
    rows = {"invitation": invitation, "member": member, "change": change, "contact": contact, "person": person}
    keys = {name: row.pk for name, row in rows.items()}
    client = client_of(role, pole)
    answers, leaks = {}, []

    for address, method in itertools.product(ADDRESSES, ("get", "head", "post", "put", "delete")):
        asked = address.format(**keys)
        with transaction.atomic():
            response = getattr(client, method)(asked, BAD if method == "post" else {})
            transaction.set_rollback(True)
        answers[address, method] = response.status_code
        assert "no-store" in response["Cache-Control"], (address, method)
        if response.status_code == 302 and role == "nobody":
            assert response["Location"].startswith(SIGN_IN), (address, method)
        leaks += [(address, method, word) for word in SECRET if word in response.content.decode()]

    assert answers == {(address, method): expected(role, method, address) for address, method in answers}
    assert leaks == [] or role in ("reader", "editor")


@pytest.mark.parametrize(("slug", "status"), [("inconnu", 404), ("PTCE-0001", 404), ("pole-a%00", 400)])
def test_unknown_pole_is_not_found(pole, slug, status):
    assert client_of("editor", pole).get(f"/espace/{slug}/").status_code == status


def test_closed_account_has_nothing(pole):
    client = client_of("editor", pole)
    User.objects.update(is_active=False)

    assert client.get("/espace/pole-a/")["Location"].startswith(SIGN_IN)


def test_regional_staff_look_after_poles_seated_or_acting_in_their_regions():
    there = factories.region("84")
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    group = factories.epci()
    EpciDepartement.objects.create(epci=group, departement=factories.departement())
    seated = factories.pole("Siège")
    acting = [factories.pole(f"Agit {number}", seat_departement=elsewhere) for number in range(4)]
    for pole, place in zip(acting, (there, factories.departement(), factories.commune(), group), strict=True):
        pole.territory_links.create(collectivity=place)
        pole.territory_links.create(collectivity=elsewhere)
    other = factories.pole("Ailleurs", seat_departement=elsewhere)
    regional = factories.user("cra@example.org", role="regionale", region_codes=["84"])

    assert set(rights.poles_of_staff(regional)) == {seated, *acting}
    assert rights.poles_of_staff(regional).count() == 5
    assert rights.may_review(regional, acting[3]) and not rights.may_review(regional, other)
    assert rights.poles_of_staff(factories.staff()).count() == 6
    for email, role in (("charte@example.org", "charte"), ("simple@example.org", "")):
        assert not rights.poles_of_staff(factories.user(email, role=role)).exists()
