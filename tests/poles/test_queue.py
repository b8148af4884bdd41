"""The queue of the cell: who sees what, and how a proposal is decided there."""

import pytest
from django.test import Client

from poles.models import Coordinator, Pole, Proposal
from poles.services import proposals
from poles.services.changes import Wanted
from tests import factories
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
QUEUE = "/admin/poles/proposal/"
USUAL = {"role": "membre", "member_type": "", "source": "", "since": "", "until": "", "goes_on": False}


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a")


@pytest.fixture
def editor(pole):
    return Coordinator.objects.create(user=factories.user(), pole=pole).user


@pytest.fixture
def client():
    return sign_in(Client(), factories.staff())


def sent(editor, pole, **values):
    proposals.save(editor, pole, [Wanted(name, value) for name, value in values.items()])
    return proposals.submit(editor, pole, "Un mot.")


def page_of(proposal):
    return f"{QUEUE}{proposal.pk}/change/"


def test_all_is_accepted_in_two_gestures_from_the_queue(client, editor, pole):
    proposal = sent(editor, pole, name="Pôle B", acronym="PB", legal_form="scic")

    assert page_of(proposal) in client.get(QUEUE).content.decode()  # 1: the proposal
    shown = client.get(page_of(proposal)).content.decode()
    assert "Un mot." in shown and "<ins>" in shown
    done = client.post(page_of(proposal), {"action": "tout"}, follow=True)  # 2: « Tout accepter »
    assert (Pole.objects.get().name, Pole.objects.get().legal_form) == ("Pôle B", "scic")
    assert "Pôle B : acceptée." in done.content.decode()


def test_next_proposal_follows(client, editor, pole):
    other = factories.pole("Pôle Z")
    Coordinator.objects.create(user=editor, pole=other)
    first, second = sent(editor, pole, name="Pôle B"), sent(editor, other, name="Pôle Y")

    assert client.post(page_of(first), {"action": "tout"})["Location"] == page_of(second)
    assert client.post(page_of(second), {"action": "tout"})["Location"] == QUEUE


def test_field_is_refused_another_corrected(client, editor, pole):
    proposal = sent(editor, pole, name="pole b", acronym="PB")
    name, acronym = proposal.changes.values_list("pk", flat=True)
    typed = {"action": "coche", f"accept-{name}": "on", f"edit-{name}": "Pôle B", f"edit-{acronym}": "PB"}

    assert client.post(page_of(proposal), typed).status_code == 422
    client.post(page_of(proposal), {**typed, "reply": "Ce sigle est pris."})
    assert (Pole.objects.get().name, Pole.objects.get().acronym) == ("Pôle B", "")


def test_conflict_is_shown_and_chosen(client, editor, pole):
    proposal = sent(editor, pole, name="Pôle B")
    change = proposal.changes.get().pk
    Pole.objects.update(name="Pôle Z")

    told = client.post(page_of(proposal), {"action": "tout"})
    assert told.status_code == 422
    assert "La page dit maintenant : Pôle Z." in told.content.decode()
    seen = {f"seen-{change}": told.context["form"][f"seen-{change}"].value()}
    Pole.objects.update(name="Pôle Y")
    again = client.post(page_of(proposal), {"action": "coche", f"accept-{change}": "on", f"over-{change}": "on", **seen})
    assert "La page dit maintenant : Pôle Y." in again.content.decode()
    seen = {f"seen-{change}": '"Pôle Y"'}
    client.post(page_of(proposal), {"action": "coche", f"accept-{change}": "on", f"over-{change}": "on", **seen})
    assert Pole.objects.get().name == "Pôle B"


def test_sent_back_with_a_reason(client, editor, pole):
    proposal = sent(editor, pole, name="pole b")

    assert client.post(page_of(proposal), {"action": "revoir"}).status_code == 422
    client.post(page_of(proposal), {"action": "revoir", "reply": "Avec une majuscule."})
    assert Proposal.objects.get().state == "renvoyee"


def test_second_window_is_told_what_was_decided(client, editor, pole):
    proposal = sent(editor, pole, name="Pôle B")
    proposals.decide(factories.staff("autre@example.org"), proposal.pk, accepted=[], reply="Non.")

    told = client.post(page_of(proposal), {"action": "tout"}, follow=True)
    assert "Pôle A : refusée par autre@example.org entre-temps." in told.content.decode()
    assert Pole.objects.get().name == "Pôle A"


def test_what_was_published_is_seen_afterwards(client, editor, pole):
    direct = proposals.save(editor, pole, [Wanted("summary", "Un résumé.")])

    assert page_of(direct) not in client.get(QUEUE).content.decode()
    assert page_of(direct) in client.get(f"{QUEUE}?file=publie").content.decode()
    assert "Un résumé." in client.get(page_of(direct)).content.decode()
    client.post(page_of(direct), {"action": "vu"})
    assert page_of(direct) not in client.get(f"{QUEUE}?file=publie").content.decode()


def test_drafts_are_nobodys_but_the_poles(client, editor, pole):
    draft = proposals.save(editor, pole, [Wanted("name", "Pôle B")])

    assert client.get(page_of(draft)).status_code == 404
    assert client.post(page_of(draft), {"action": "tout"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"role": "nationale"}, 200),
        ({"role": "regionale", "region_codes": ["84"]}, 200),
        ({"role": "regionale", "region_codes": ["11"]}, 404),
        ({"role": "charte"}, 403),
        ({}, 302),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_regional_staff_see_their_regions_only(editor, pole, fields, status, method):
    proposal = sent(editor, pole, name="Pôle secret")
    client = sign_in(Client(), factories.user("qui@example.org", **fields))

    response = getattr(client, method)(page_of(proposal), {})
    assert response.status_code == (302 if method == "post" and status == 200 else status)
    assert Pole.objects.get().name == "Pôle A"
    if status != 200:
        assert "Pôle secret" not in response.content.decode()
        assert "Pôle A" not in client.get(QUEUE).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_queue_and_decision_ask_little(client, editor, pole, count, django_assert_num_queries):
    for number in range(count):
        other = factories.pole(f"Pôle {number}")
        Coordinator.objects.create(user=editor, pole=other)
        sent(editor, other, name=f"Autre {number}")
    wanted = [Wanted("members", {"organisation": {"name": f"Coop {number}"}, **USUAL}) for number in range(count)]
    proposals.save(editor, pole, wanted)
    proposal = sent(editor, pole, name="Pôle B", sectors={"pivot": "", "slugs": [factories.sector().slug]})
    client.get(QUEUE)

    with django_assert_num_queries(7):
        client.get(QUEUE)
    with django_assert_num_queries(7):
        client.get(page_of(proposal))


def test_member_is_corrected_before_it_is_accepted_and_nothing_typed_is_lost(client, editor, pole):
    wanted = [Wanted("members", {"organisation": {"name": name}, **USUAL}) for name in ("Asso fictive", "Coop fictive")]
    proposals.save(editor, pole, wanted)
    proposal = proposals.submit(editor, pole)
    first, second = proposal.changes.order_by("pk").values_list("pk", flat=True)

    opened = client.post(page_of(proposal), {"action": f"corriger:{first}", "reply": "Un mot.", f"accept-{first}": "on"})
    form = opened.context["form"]
    assert (opened.status_code, form["reply"].value(), list(form.editors)) == (200, "Un mot.", [first])
    assert pole.memberships.count() == 0
    editing = form.editors[first]
    typed = {editing.add_prefix(name): editing[name].value() or "" for name in editing.fields if name != "goes_on"}

    wrong = {**typed, "action": "coche", f"accept-{first}": "on", "reply": "Un mot.", f"edit-{first}-since": "un jour"}
    told = client.post(page_of(proposal), wrong)
    assert told.status_code == 422 and "Une correction est à revoir" in told.content.decode()
    assert told.context["form"].editors[first]["since"].value() == "un jour"
    client.post(page_of(proposal), {**wrong, f"edit-{first}-since": "2021", f"edit-{first}-role": "fondateur"})

    member = pole.memberships.get()
    assert (member.organisation.name, member.role, member.period.lower.year) == ("Asso fictive", "fondateur", 2021)
    assert proposal.changes.get(pk=second).decision == "refusee"


def test_sectors_are_corrected_before_they_are_accepted(client, editor, pole):
    asked, corrected = factories.sector(), factories.sector("energie", "Énergie")
    proposal = sent(editor, pole, sectors={"slugs": [asked.slug], "pivot": ""})
    change = proposal.changes.get().pk
    shown = client.post(page_of(proposal), {"action": f"corriger:{change}"}).context["form"].editors[change]
    typed = {f"edit-{change}-opened": shown["opened"].value(), f"edit-{change}-sectors": ["energie"]}

    client.post(page_of(proposal), {"action": "tout", **typed})

    assert list(pole.sectors.all()) == [corrected]


@pytest.mark.parametrize(("size", "shown"), [("1", True), ("2", False), ("6", False), ("", True)])
def test_queue_is_filtered_by_size(client, editor, pole, size, shown):
    proposal = sent(editor, pole, name="Pôle B")

    assert (page_of(proposal) in client.get(QUEUE, {"taille": size}).content.decode()) is shown
