"""The space, when something changed in the meantime: nothing newer is overwritten, nothing is doubled, all is told."""

import pytest
from django.test import Client

from poles.models import Coordinator, Pole, Proposal
from poles.services import proposals
from poles.services.changes import Wanted
from tests import factories
from tests.poles.space import SPACE, USUAL, opened
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a", seat_commune=factories.commune())


@pytest.fixture
def client(pole):
    return sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)


def test_two_fields_changed_by_somebody_else_are_both_told(client, pole):
    address = f"{SPACE}modifier/presentation/"
    mine = {**opened(client, address), "summary": "Le mien.", "description": "La mienne."}
    Pole.objects.update(summary="Le sien.", description="La sienne.")

    told = client.post(address, mine)
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["summary", "description"])


def test_value_left_as_it_was_does_not_overwrite_a_newer_one(client, pole):
    address = f"{SPACE}modifier/siege/"
    untouched = opened(client, address)
    Pole.objects.update(seat_address="2 rue Autre")

    assert client.post(address, untouched).status_code == 302
    assert (Pole.objects.get().seat_address, Proposal.objects.count()) == ("2 rue Autre", 0)


def test_seat_changed_meanwhile_is_shown_three_ways_and_theirs_may_be_kept(client, pole):
    address = f"{SPACE}modifier/siege/"
    mine = {**opened(client, address), "address": "1 rue Mienne"}
    Pole.objects.update(seat_address="2 rue Autre")

    told = client.post(address, mine)
    one = told.context["form"].meanwhile[0]
    assert told.status_code == 422 and any("2 rue Autre" in text for _, text in one.theirs)
    assert any("Mienne" in text for _, text in one.own) and 'value="leur"' in told.content.decode()
    assert client.post(address, {**mine, "action": "leur"}).status_code == 302
    assert (Pole.objects.get().seat_address, Proposal.objects.count()) == ("2 rue Autre", 0)


def test_place_changed_meanwhile_is_shown_three_ways(client, pole):
    place = pole.places.create(name="Atelier fictif", description="Des machines.")
    address = f"{SPACE}lieux/{place.pk}/"
    mine = {**opened(client, address), "description": "Mes machines."}
    pole.places.update(description="Ses machines.")

    told = client.post(address, mine)
    assert told.status_code == 422 and len(told.context["form"].meanwhile) == 1
    assert client.post(address, {**mine, "action": "leur"}).status_code == 302
    assert pole.places.get().description == "Ses machines."


def test_member_that_the_cell_took_away_is_told_and_its_change_taken_out(client, pole):
    member = pole.memberships.create(organisation=factories.organisation("Une"))
    address = f"{SPACE}membres/{member.pk}/"
    client.post(address, {**opened(client, address), "role": "fondateur"})
    member.delete()

    told = client.post(f"{SPACE}proposition/envoyer/", follow=True)
    assert "Cette ligne n&#x27;est plus sur la page" in told.content.decode()
    client.post(f"{SPACE}proposition/oter/", {"changement": Proposal.objects.get().changes.get().pk})
    assert not Proposal.objects.exists()


def test_place_taken_away_comes_back(client, pole):
    place = pole.places.create(name="Atelier fictif", description="Des machines.")
    client.post(f"{SPACE}lieux/{place.pk}/retirer/")
    client.post(f"{SPACE}annuler/{Proposal.objects.latest('pk').pk}/")
    assert pole.places.get().description == "Des machines."

    client.post(f"{SPACE}annuler/{Proposal.objects.latest('pk').pk}/")
    client.post(f"{SPACE}annuler/{Proposal.objects.latest('pk').pk}/")
    assert pole.places.get().name == "Atelier fictif"


def test_last_day_is_the_one_that_was_typed(client, pole):
    Pole.objects.update(publishes_directly=True)
    typed = {**USUAL, "organisation": "Une", "since": "2020", "until": "31/12/2024"}
    client.post(f"{SPACE}membres/ajouter/", typed)
    member = pole.memberships.get()

    assert (str(member.period.upper), member.end_precision) == ("2025-01-01", "day")
    assert opened(client, f"{SPACE}membres/{member.pk}/")["until"] == "31/12/2024"
    assert "au 31 décembre 2024" in Client().get("/poles/pole-a/").content.decode()
    client.post(f"{SPACE}annuler/{Proposal.objects.get().pk}/")
    assert not pole.memberships.exists()


def test_proposed_member_of_what_was_sent_is_changed_and_not_doubled(client, pole):
    client.post(f"{SPACE}membres/ajouter/", {**USUAL, "organisation": "Une"})
    client.post(f"{SPACE}proposition/envoyer/")
    address = f"{SPACE}membres/propose/{Proposal.objects.get().changes.get().pk}/"
    client.post(address, {**opened(client, address), "role": "fondateur"})

    draft = Proposal.objects.get(state="brouillon")
    assert [change.after["role"] for change in draft.changes.all()] == ["fondateur"]


def test_what_goes_through_the_cell_again_is_not_undone_directly(client, pole):
    Pole.objects.update(publishes_directly=True)
    proposals.save(pole.coordinators.get().user, pole, [Wanted("name", "Pôle B")])
    Pole.objects.update(publishes_directly=False)

    told = client.post(f"{SPACE}annuler/{Proposal.objects.get().pk}/", follow=True)
    assert "Cela passe maintenant par la cellule" in told.content.decode()
    assert Pole.objects.get().name == "Pôle B"


def test_address_undone_brings_its_point_back(client, pole):
    place = pole.places.create(name="Atelier", address="1 rue", latitude=45.1, longitude=5.1, point_precision="adresse")
    address = f"{SPACE}lieux/{place.pk}/"
    client.post(address, {**opened(client, address), "description": "Des machines."})
    place.refresh_from_db()
    assert (place.description, place.latitude) == ("Des machines.", 45.1)

    client.post(address, {**opened(client, address), "address": "2 rue"})
    place.refresh_from_db()
    assert (place.address, place.latitude, place.point_precision) == ("2 rue", None, "")
    client.post(f"{SPACE}annuler/{Proposal.objects.latest('pk').pk}/")
    place.refresh_from_db()
    assert (place.address, place.latitude, place.point_precision) == ("1 rue", 45.1, "adresse")


def test_source_of_a_member_stays_and_comes_back(client, pole):
    Pole.objects.update(publishes_directly=True)
    member = pole.memberships.create(organisation=factories.organisation("Une"), source="https://example.org/")
    address = f"{SPACE}membres/{member.pk}/"
    client.post(address, {**opened(client, address), "role": "fondateur"})
    client.post(f"{address}retirer/")
    client.post(f"{SPACE}annuler/{Proposal.objects.latest('pk').pk}/")

    assert (pole.memberships.get().role, pole.memberships.get().source) == ("fondateur", "https://example.org/")


def test_organisation_left_as_it_was_is_not_asked_again(client, pole):
    factories.organisation("Une autre coopérative")
    member = pole.memberships.create(organisation=factories.organisation("Coopérative"))
    address = f"{SPACE}membres/{member.pk}/"

    assert client.post(address, {**opened(client, address), "role": "fondateur"}).status_code == 302
    assert Proposal.objects.get().changes.get().after["organisation"] == {"slug": member.organisation.slug}


def test_exact_name_is_offered_before_the_many_that_hold_it(client, pole):
    for number in range(40):
        factories.organisation(f"Atelier {number:02} de la coop")
    exact = factories.organisation("Coop")
    form = client.post(f"{SPACE}membres/ajouter/", {**USUAL, "organisation": "coop"}).context["form"]

    assert form.fields["which"].choices[0][0] == f"slug:{exact.slug}"
