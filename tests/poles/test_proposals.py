"""Proposals: what an editor asks, what the cell decides, and nothing lost or written twice."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from poles.enums import OriginKind, ProposalState
from poles.models import Coordinator, FieldOrigin, Membership, Organisation, Partnership, PartnershipRole, Pole, Proposal
from poles.models.proposal import TRANSITIONS
from poles.services import proposals
from poles.services.changes import Wanted
from poles.services.proposals import Conflict
from ptce_site.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db
USUAL = {"role": "membre", "member_type": "", "source": "", "since": "", "until": "", "goes_on": False}


SEAT = {"commune": "commune:26281", "address": "1 rue Fictive", "point": None}
ATELIER = {"name": "Atelier", "description": "", "address": "", "commune": "", "website": "", "point": None}


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a", founded_year=2014)


@pytest.fixture
def editor(pole):
    return Coordinator.objects.create(user=factories.user(), pole=pole).user


@pytest.fixture
def staff():
    return factories.staff()


def sent(editor, pole, **values):
    """A proposal of these values, sent."""
    proposals.save(editor, pole, [Wanted(name, value) for name, value in values.items()])
    return proposals.submit(editor, pole)


def every(proposal):
    return list(proposal.changes.values_list("pk", flat=True))


def test_contact_is_published_at_once_and_what_is_reviewed_is_not(pole, editor):
    direct = proposals.save(editor, pole, [Wanted("email", "bonjour@example.org")])
    waiting = proposals.save(editor, pole, [Wanted("name", "Pôle B"), Wanted("founded_year", 2015)])

    kept = Pole.objects.get()
    assert (kept.email, kept.name, kept.founded_year) == ("bonjour@example.org", "Pôle A", 2014)
    assert (direct.state, direct.is_direct, waiting.state, waiting.is_direct) == ("acceptee", True, "brouillon", False)
    assert proposals.drafted(pole) == {"name": "Pôle B", "founded_year": 2015}


def test_pole_that_publishes_directly_publishes_all(pole, editor):
    Pole.objects.update(publishes_directly=True)
    done = proposals.save(editor, pole, [Wanted("name", "Pôle B")])

    assert (Pole.objects.get().name, done.is_direct, Proposal.objects.count()) == ("Pôle B", True, 1)


def test_draft_holds_the_last_value_of_each_field_and_goes_when_nothing_is_left(pole, editor):
    proposals.save(editor, pole, [Wanted("name", "Pôle B")])
    proposals.save(editor, pole, [Wanted("name", "Pôle C"), Wanted("acronym", "PC")])
    draft = Proposal.objects.get()
    assert list(draft.changes.values_list("subject", "before", "after")) == [
        ("name", "Pôle A", "Pôle C"),
        ("acronym", "", "PC"),
    ]

    proposals.save(editor, pole, [Wanted("name", "Pôle A")])
    proposals.drop(editor, pole, draft.changes.get().pk)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("subject", "value", "said"),
    [
        ("name", "", "Ce champ ne peut pas être vide."),
        ("siren", "123456789", None),
        ("founded_year", 2999, None),
        ("seat", {"commune": "commune:99999", "address": "", "point": None}, "Indiquez la commune du siège."),
        ("territory", ["region:99"], "Ce territoire n'existe plus."),
        ("sectors", {"pivot": "", "slugs": ["inconnu"]}, "Un secteur choisi n'existe plus."),
        ("lead_organisation", {"slug": "inconnue"}, "Cette structure n'existe plus : choisissez-la de nouveau."),
    ],
)
def test_what_could_not_be_published_is_refused_when_it_is_asked(pole, editor, subject, value, said):
    with pytest.raises(ValidationError) as refused:
        proposals.save(editor, pole, [Wanted(subject, value), Wanted("acronym", "PA")])

    assert list(refused.value.message_dict) == [subject]
    assert said is None or refused.value.message_dict[subject] == [said]
    assert not Proposal.objects.exists()


def test_accepting_all_publishes_all_and_writes_to_the_author(pole, editor, staff):
    commune, sector = factories.commune(), factories.sector()
    place, role = factories.departement("07", "Ardèche"), PartnershipRole.objects.create(slug="ingenierie", name="Ingénierie")
    proposals.save(editor, pole, [Wanted("members", {"organisation": {"name": "Coop fictive"}, **USUAL, "since": "2014-03"})])
    row = {"collectivity": "departement:07", "roles": ["ingenierie"], "amount": "1200.50", "link": ""}
    proposals.save(editor, pole, [Wanted("partnerships", {**row, "since": "2016", "until": "", "goes_on": True})])
    proposal = sent(
        editor, pole, name="Pôle B", legal_form="scic", seat=SEAT,
        sectors={"pivot": "culture", "slugs": ["culture"]}, territory=["departement:07"], founded_year=None,
        lead_organisation={"name": "Porteuse"},
    )  # fmt: skip
    done = proposals.decide(staff, proposal.pk, accepted=every(proposal))

    kept = Pole.objects.get()
    assert (kept.name, kept.legal_form, kept.founded_year, kept.seat_commune) == ("Pôle B", "scic", None, commune)
    assert (kept.seat_address, kept.lead_organisation.name) == ("1 rue Fictive", "Porteuse")
    assert [(link.sector, link.is_pivot) for link in kept.sector_links.all()] == [(sector, True)]
    assert list(kept.territory.all()) == [place]
    member = Membership.objects.get()
    assert (member.organisation.name, str(member.period.lower), member.start_precision) == (
        "Coop fictive",
        "2014-03-01",
        "month",
    )
    partner = Partnership.objects.get()
    assert (partner.collectivity, list(partner.roles.all()), str(partner.amount)) == (place, [role], "1200.50")
    assert (partner.start_precision, partner.end_precision) == ("year", "open")
    assert (done.state, done.decided_by) == ("acceptee", staff)
    assert {"name", "seat", "memberships"} <= set(FieldOrigin.objects.filter(kind="pole").values_list("field", flat=True))
    assert Letter.objects.get().to == editor.email


def test_some_are_accepted_and_others_refused_with_a_reason(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B", acronym="PB")
    name, _ = every(proposal)

    with pytest.raises(ValidationError):
        proposals.decide(staff, proposal.pk, accepted=[name])
    assert Pole.objects.get().name == "Pôle A"
    done = proposals.decide(staff, proposal.pk, accepted=[name], reply="Ce sigle est celui d'un autre pôle.")
    assert (Pole.objects.get().name, Pole.objects.get().acronym) == ("Pôle B", "")
    assert (done.state, list(done.changes.values_list("decision", flat=True))) == (
        "acceptee-en-partie",
        ["acceptee", "refusee"],
    )
    assert "Ce sigle est celui d'un autre pôle." in Letter.objects.get().text


def test_nothing_accepted_is_a_refusal(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B")

    assert proposals.decide(staff, proposal.pk, accepted=[], reply="Non.").state == "refusee"
    assert Pole.objects.get().name == "Pôle A"


def test_cell_may_correct_before_accepting(pole, editor, staff):
    proposal = sent(editor, pole, name="pole b")
    proposals.decide(staff, proposal.pk, accepted=every(proposal), edits={every(proposal)[0]: "Pôle B"})

    assert (Pole.objects.get().name, proposal.changes.get().after) == ("Pôle B", "Pôle B")


def test_accepting_twice_writes_once(pole, editor, staff):
    proposals.save(editor, pole, [Wanted("members", {"organisation": {"name": "Coop fictive"}, **USUAL})])
    proposal = proposals.submit(editor, pole)
    other = factories.staff("autre@example.org")

    proposals.decide(staff, proposal.pk, accepted=every(proposal))
    again = proposals.decide(other, proposal.pk, accepted=[], reply="Non.")
    assert (again.state, again.decided_by) == ("acceptee", staff)
    assert (Membership.objects.count(), Organisation.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_newer_value_is_told_instead_of_overwritten(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B", acronym="PB")
    Pole.objects.update(name="Pôle Z")

    with pytest.raises(Conflict) as told:
        proposals.decide(staff, proposal.pk, accepted=every(proposal))
    assert [change.subject for change in told.value.changes] == ["name"]
    assert (Pole.objects.get().name, Pole.objects.get().acronym) == ("Pôle Z", "")
    name = told.value.changes[0].pk
    with pytest.raises(Conflict):  # newer still than what the cell saw
        proposals.decide(staff, proposal.pk, accepted=every(proposal), over={name: "Pôle Y"})
    proposals.decide(staff, proposal.pk, accepted=every(proposal), over={name: "Pôle Z"})
    assert Pole.objects.get().name == "Pôle B"


def test_row_changed_or_gone_in_the_meantime_is_a_conflict(pole, editor, staff):
    member = pole.memberships.create(organisation=factories.organisation("Une"))
    value = {"organisation": {"slug": member.organisation.slug}, **USUAL}
    proposals.save(editor, pole, [Wanted("members", {**value, "role": "fondateur"}, row=member.pk)])
    proposal = proposals.submit(editor, pole)
    Membership.objects.update(role="partenaire")

    with pytest.raises(Conflict):
        proposals.decide(staff, proposal.pk, accepted=every(proposal))
    member.delete()
    with pytest.raises(Conflict):
        proposals.decide(staff, proposal.pk, accepted=every(proposal))


def test_value_that_is_there_already_is_no_conflict(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B")
    Pole.objects.update(name="Pôle B")

    assert proposals.decide(staff, proposal.pk, accepted=every(proposal)).state == "acceptee"


def test_proposal_that_can_no_longer_be_published_is_refused_whole(pole, editor, staff):
    organisation = factories.organisation("Une")
    proposals.save(editor, pole, [Wanted("members", {"organisation": {"slug": organisation.slug}, **USUAL})])
    proposal = sent(editor, pole, name="Pôle B")
    pole.memberships.create(organisation=organisation)

    with pytest.raises(ValidationError) as refused:
        proposals.decide(staff, proposal.pk, accepted=every(proposal))
    assert refused.value.message_dict == {"members": ["Cette structure est déjà membre du pôle, sans date."]}
    assert (Pole.objects.get().name, Proposal.objects.get().state) == ("Pôle A", "envoyee")


def test_what_is_sent_may_be_taken_up_again_and_replaces_the_former(pole, editor, staff):
    first = sent(editor, pole, name="Pôle B")
    proposals.save(editor, pole, [Wanted("acronym", "PB")])
    second = proposals.submit(editor, pole)
    first.refresh_from_db()

    assert (first.state, second.state) == ("remplacee", "envoyee")
    assert list(second.changes.values_list("subject", "after")) == [("name", "Pôle B"), ("acronym", "PB")]
    assert proposals.decide(staff, first.pk, accepted=every(first)).state == "remplacee"
    assert Pole.objects.get().name == "Pôle A"


def test_sent_back_is_corrected_and_sent_again(pole, editor, staff):
    first = sent(editor, pole, name="pole b")
    with pytest.raises(ValidationError):
        proposals.send_back(staff, first.pk, " ")
    proposals.send_back(staff, first.pk, "Avec une majuscule.")
    assert proposals.in_hand(pole).state == "renvoyee"
    assert "Avec une majuscule." in Letter.objects.get().text

    second = sent(editor, pole, name="Pôle B")
    first.refresh_from_db()
    assert (first.state, proposals.decide(staff, second.pk, accepted=every(second)).state) == ("remplacee", "acceptee")


def test_withdrawn_is_no_longer_to_decide(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B")

    assert proposals.withdraw(editor, pole) and not proposals.withdraw(editor, pole)
    assert proposals.decide(staff, proposal.pk, accepted=every(proposal)).state == "retiree"
    assert Pole.objects.get().name == "Pôle A"
    assert proposals.submit(editor, pole) is None


def test_publication_is_undone_once_unless_something_newer_is_there(pole, editor):
    first = proposals.save(editor, pole, [Wanted("summary", "Un."), Wanted("email", "a@example.org")])
    added = proposals.save(editor, pole, [Wanted("places", ATELIER)])

    assert proposals.undo(editor, pole, added.pk).is_direct and not pole.places.exists()
    proposals.undo(editor, pole, first.pk)
    assert (Pole.objects.get().summary, Pole.objects.get().email) == ("", "")
    assert proposals.undo(editor, pole, first.pk) is None  # a second click
    Pole.objects.update(summary="Autre.")
    with pytest.raises(Conflict):
        proposals.undo(editor, pole, first.pk)
    assert Pole.objects.get().summary == "Autre."


def test_value_that_the_cell_corrected_is_told_to_come_from_it(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B", acronym="PB")
    name = proposal.changes.get(subject="name").pk

    proposals.decide(staff, proposal.pk, accepted=every(proposal), edits={name: "Pôle C"})

    assert dict(FieldOrigin.objects.values_list("field", "kind")) == {"name": OriginKind.STAFF, "acronym": OriginKind.POLE}


def test_strangers_readers_and_others_regions_decide_nothing(pole, editor, staff):
    proposal = sent(editor, pole, name="Pôle B")
    reader = Coordinator.objects.create(user=factories.user("lit@example.org"), pole=pole, level="reader").user
    factories.region("11", "Île-de-France")
    elsewhere = factories.user("idf@example.org", role="regionale", region_codes=["11"])
    here = factories.user("aura@example.org", role="regionale", region_codes=["84"])

    for person in (reader, factories.user("autre@example.org"), staff):
        with pytest.raises(PermissionDenied):
            proposals.save(person, pole, [Wanted("name", "Volé")])
        with pytest.raises(PermissionDenied):
            proposals.withdraw(person, pole)
    for person in (editor, reader, elsewhere, factories.user("charte@example.org", role="charte")):
        with pytest.raises(PermissionDenied):
            proposals.decide(person, proposal.pk, accepted=every(proposal))
    assert Pole.objects.get().name == "Pôle A"
    assert proposals.decide(here, proposal.pk, accepted=every(proposal)).state == "acceptee"


def test_database_holds_the_moves_and_one_draft_a_pole(pole, editor):
    proposal = sent(editor, pole, name="Pôle B")
    proposals.withdraw(editor, pole)
    for state in ProposalState:
        if state not in TRANSITIONS.get(ProposalState.WITHDRAWN, ()) and state != ProposalState.WITHDRAWN:
            with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
                Proposal.objects.filter(pk=proposal.pk).update(state=state, reply="x", decided_at="2026-01-01T00:00Z")
    Proposal.objects.create(pole=pole)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(pole=pole)


@pytest.mark.django_db(transaction=True)
def test_two_members_of_the_staff_deciding_at_once_decide_once(pole, editor):
    proposals.save(editor, pole, [Wanted("members", {"organisation": {"name": "Coop fictive"}, **USUAL})])
    proposal = proposals.submit(editor, pole)
    regional = [factories.user(f"r{number}@example.org", role="regionale", region_codes=["84"]) for number in range(2)]
    start, done = threading.Barrier(2), []

    def decide(person, accepted):
        start.wait()
        try:
            done.append(proposals.decide(person, proposal.pk, accepted=accepted, reply="Non."))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(regional[0], every(proposal))),
        threading.Thread(target=decide, args=(regional[1], [])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.state for one in done}) == 1 and len({one.decided_by_id for one in done}) == 1
    assert Membership.objects.count() == (1 if done[0].state == "acceptee" else 0)
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_database_that_stops_during_an_acceptance_leaves_nothing_half_done(pole, editor, staff):
    """The server ends the connection while the acceptance waits for a lock, as a restart does; then it is done again."""
    proposal = sent(editor, pole, name="Pôle B", territory=["region:84"])
    locked, failures = threading.Event(), []

    def accept():
        locked.wait()
        try:
            proposals.decide(staff, proposal.pk, accepted=every(proposal))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    waiting = (
        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_locks"
        " WHERE relation = 'poles_poleterritory'::regclass AND NOT granted"
    )
    thread = threading.Thread(target=accept)
    thread.start()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE poles_poleterritory IN EXCLUSIVE MODE")
        locked.set()
        ended = []
        while not ended and thread.is_alive():
            cursor.execute(waiting)
            ended = cursor.fetchall()
    thread.join()

    assert len(failures) == 1
    assert (Pole.objects.get().name, Proposal.objects.get().state, Letter.objects.count()) == ("Pôle A", "envoyee", 0)
    proposals.decide(staff, proposal.pk, accepted=every(proposal))
    assert (Pole.objects.get().name, Pole.objects.get().territory.count(), Letter.objects.count()) == ("Pôle B", 1, 1)
