"""What visitors write to the cell: « Vous animez ce pôle ? », « Signaler une erreur »; and what the cell answers."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from poles.models import Claim, Coordinator, Invitation, Report
from poles.services import coordination, requests
from poles.tasks import erase_old_requests
from ptce_site.models import Letter
from tests import factories
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
CLAIM = {"name": "Dominique Fictif", "function": "Coordination", "email": "Dominique@example.org", "proof": "Page « équipe »."}
REPORT = {"what": "Le téléphone est faux.", "source": "https://example.org/", "email": "lectrice@example.org"}
STAFF = {
    "national": ({"role": "nationale"}, 200),
    "regional": ({"role": "regionale", "region_codes": ["84"]}, 200),
    "regional elsewhere": ({"role": "regionale", "region_codes": ["11"]}, 302),
    "charter": ({"role": "charte"}, 403),
    "user": ({}, 302),
}


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a")


@pytest.fixture
def staff():
    return factories.staff()


def test_claim_waits_and_opens_nothing(client, pole):
    response = client.post("/poles/pole-a/animer/", CLAIM, follow=True)

    assert "Votre demande est transmise" in response.content.decode()
    assert (Claim.objects.get().email, Claim.objects.get().state) == ("dominique@example.org", "attend")
    assert (Coordinator.objects.count(), Invitation.objects.count(), Letter.objects.count()) == (0, 0, 0)


def test_claim_sent_twice_is_one(client, pole):
    client.post("/poles/pole-a/animer/", CLAIM)
    client.post("/poles/pole-a/animer/", {**CLAIM, "proof": "Nos statuts."})

    assert Claim.objects.get().proof == "Nos statuts."


def test_answer_is_the_same_for_a_known_address(client, pole):
    Coordinator.objects.create(user=factories.user("dominique@example.org"), pole=pole)

    assert "Votre demande est transmise" in client.post("/poles/pole-a/animer/", CLAIM, follow=True).content.decode()


def test_report_on_a_pole_or_on_none(client, pole):
    assert "Merci" in client.post("/signaler/?pole=pole-a", REPORT, follow=True).content.decode()
    client.post("/signaler/", {"what": "Il manque un pôle."})
    client.post("/signaler/?pole=inconnu", {"what": "Autre."})

    assert list(Report.objects.order_by("pk").values_list("pole", "email")) == [
        (pole.pk, "lectrice@example.org"), (None, ""), (None, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "typed", "wrong"),
    [
        ("/poles/pole-a/animer/", {**CLAIM, "email": "pas une adresse"}, ["email"]),
        ("/poles/pole-a/animer/", {}, ["name", "function", "email", "proof"]),
        ("/poles/pole-a/animer/", {**CLAIM, "name": "nul\0"}, ["name"]),
        ("/poles/pole-a/animer/", {**CLAIM, "proof": "x" * 2001}, ["proof"]),
        ("/signaler/", {**REPORT, "what": " "}, ["what"]),
        ("/signaler/", {**REPORT, "email": "pas une adresse"}, ["email"]),
    ],
)
def test_bad_input_is_told_and_kept(client, pole, address, typed, wrong):
    response = client.post(address, typed)
    form = response.context["form"]

    assert (response.status_code, list(form.errors)) == (422, wrong)
    assert {name: form[name].value() for name in typed} == typed
    assert (Claim.objects.count(), Report.objects.count()) == (0, 0)


@pytest.mark.parametrize(("address", "typed", "most"), [("/poles/pole-a/animer/", CLAIM, 5), ("/signaler/", REPORT, 10)])
def test_too_many_from_one_place_are_refused_and_what_was_typed_is_kept(client, pole, address, typed, most):
    for number in range(most):
        assert client.post(address, {**typed, "email": f"a{number}@example.org"}).status_code == 302
    refused = client.post(address, typed)

    assert refused.status_code == 429
    assert refused.context["form"]["email"].value() == typed["email"]
    assert client.post(address, typed, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.parametrize("address", ["/poles/pole-a/animer/", "/signaler/"])
def test_forms_are_in_no_cache_and_need_their_token(pole, address):
    client = Client(enforce_csrf_checks=True)

    assert "no-store" in client.get(address)["Cache-Control"]
    assert client.post(address, {**CLAIM, **REPORT}).status_code == 403
    assert Client().put(address).status_code == 405


def test_accepting_invites_once(pole, staff):
    made = requests.claim(pole, **CLAIM)

    requests.accept(staff, made.pk)
    again = requests.refuse(factories.staff("autre@example.org"), made.pk, "Non.")
    assert (again.state, again.decided_by) == ("acceptee", staff)
    assert (Invitation.objects.get().email, Invitation.objects.get().level) == ("dominique@example.org", "editor")
    assert list(Letter.objects.values_list("to", flat=True)) == ["dominique@example.org"]


def test_accepting_one_who_keeps_the_page_already_invites_nobody(pole, staff):
    Coordinator.objects.create(user=factories.user("dominique@example.org"), pole=pole)

    assert requests.accept(staff, requests.claim(pole, **CLAIM).pk).state == "acceptee"
    assert not Invitation.objects.exists()


def test_accepting_one_whose_invitation_ended_sends_it_again(pole, staff, client):
    invitation = coordination.invite(pole, "dominique@example.org", "reader", staff)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    client.post("/poles/pole-a/animer/", CLAIM)

    requests.accept(staff, Claim.objects.get().pk)

    invitation.refresh_from_db()
    assert coordination.is_open(invitation) and invitation.level == "editor"
    assert Letter.objects.filter(to="dominique@example.org").count() == 2


def test_accepting_a_reader_lets_them_edit_and_says_so(pole, staff, client):
    reader = Coordinator.objects.create(user=factories.user("dominique@example.org"), pole=pole, level="reader")
    client.post("/poles/pole-a/animer/", CLAIM)

    requests.accept(staff, Claim.objects.get().pk)

    reader.refresh_from_db()
    assert reader.level == "editor" and "Vous pouvez maintenant modifier" in Letter.objects.get().text


def test_refusal_has_a_reason_that_is_sent(pole, staff):
    made = requests.claim(pole, **CLAIM)
    client = sign_in(Client(), staff)
    page = f"/admin/poles/claim/{made.pk}/change/"

    assert "Dites pourquoi" in client.post(page, {"action": "refuser", "reply": " "}, follow=True).content.decode()
    client.post(page, {"action": "refuser", "reply": "Vous n'êtes pas sur leur site."})
    assert Claim.objects.get().state == "refusee"
    assert "Vous n'êtes pas sur leur site." in Letter.objects.get().text


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("kind", ["claim", "report", "report on none"])
def test_only_who_looks_after_the_pole_reads_and_answers(pole, role, kind):
    fields, status = STAFF[role]
    if kind == "claim":
        made, action = requests.claim(pole, **CLAIM), "accepter"
    else:
        made, action = Report.objects.create(pole=pole if kind == "report" else None, **REPORT), "traiter"
    if kind == "report on none" and role == "regional":
        status = 302
    client = sign_in(Client(), factories.user("qui@example.org", **fields))
    list_page = f"/admin/poles/{made._meta.model_name}/"

    shown = client.get(f"{list_page}{made.pk}/change/")
    assert shown.status_code == status
    if status != 200:
        assert not any(word in shown.content.decode() for word in ("Dominique", "lectrice@", "téléphone est faux"))
        assert "Dominique" not in client.get(list_page).content.decode()
    client.post(f"{list_page}{made.pk}/change/", {"action": action})
    made.refresh_from_db()
    assert bool(getattr(made, "decided_at", None) or getattr(made, "settled_at", None)) == (status == 200)
    assert client.post(f"{list_page}{made.pk}/delete/", {"post": "yes"}).status_code in (302, 403)
    assert type(made).objects.filter(pk=made.pk).exists()


def test_addresses_are_erased_after_a_year(pole, staff):
    requests.refuse(staff, requests.claim(pole, **CLAIM).pk, "Non.")
    recent = Report.objects.create(pole=pole, **REPORT)
    old = Report.objects.create(pole=pole, **REPORT)
    Report.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=366))
    erase_old_requests(0)
    assert list(Report.objects.order_by("pk").values_list("pk", "email")) == [(recent.pk, REPORT["email"]), (old.pk, "")]
    assert Claim.objects.count() == 1

    Claim.objects.update(decided_at=timezone.now() - datetime.timedelta(days=366))
    erase_old_requests(0)
    erase_old_requests(0)
    assert not Claim.objects.exists()
    assert Report.objects.get(pk=old.pk).what == REPORT["what"]


@pytest.mark.parametrize("count", [1, 30])
def test_queues_ask_little(pole, staff, count, django_assert_num_queries):
    for number in range(count):
        requests.claim(factories.pole(f"Pôle {number}"), **CLAIM)
        Report.objects.create(pole=pole, **REPORT)
    client = sign_in(Client(), staff)
    client.get("/admin/poles/claim/")

    with django_assert_num_queries(7):
        client.get("/admin/poles/claim/")
    with django_assert_num_queries(7):
        client.get("/admin/poles/report/")


@pytest.mark.parametrize("action", ["", "autre", "ACCEPTER"])
def test_only_its_own_button_accepts(pole, staff, action):
    made = requests.claim(pole, **CLAIM)
    told = sign_in(Client(), staff).post(f"/admin/poles/claim/{made.pk}/change/", {"action": action}, follow=True)

    assert "Rien n&#x27;est décidé" in told.content.decode()
    assert (Claim.objects.get().state, Invitation.objects.count()) == ("attend", 0)
