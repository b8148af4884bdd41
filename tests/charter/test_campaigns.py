"""A campaign: who is written to, once each, held and resumed; what its page and its file tell."""

import datetime
import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from charter.models import Campaign, CampaignLetter, Signature
from charter.services import campaigns, signatures
from charter.tasks import campaign_step
from poles.models import Pole
from ptce_site.models import Letter
from tests import factories
from tests.charter.conftest import sent, signed
from tests.poles.back_office import client_of
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ADMIN = "/admin/charter/campaign/"


@pytest.fixture
def campaign(version, former, keeper):
    """Two addresses for three poles, one pole without, one that renewed by itself, one that is withdrawn."""
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    for name, email in (("A", "un@example.org"), ("B", "deux@example.org"), ("C", "deux@example.org"), ("D", "")):
        pole = factories.pole(f"Pôle {name}", seat_departement=elsewhere if name == "A" else factories.departement())
        signed(pole, former, "2015", email=email)
    done = factories.pole("Pôle E", seat_departement=elsewhere)
    signed(done, former, "2015", email="cinq@example.org")
    signed(done, version, "2022")
    gone = signed(factories.pole("Pôle F"), former, "2015", email="six@example.org")
    signatures.withdraw(keeper, gone.pk, "Fin.")
    Letter.objects.all().delete()
    return Campaign.objects.create(version=version, subject="Une nouvelle version", text="Bonjour.")


def steps(campaign):
    """What the worker does until nothing is left."""
    campaign.refresh_from_db()
    return [count for _ in range(5) if (count := campaigns.step(campaign.pk, campaign.round))]


def written():
    return sorted(Letter.objects.values_list("to", flat=True))


def test_each_address_is_written_to_once_whatever_its_poles(campaign, keeper):
    campaigns.start(keeper, campaign.pk)
    assert ProcrastinateJob.objects.filter(task_name=campaigns.STEP).count() == 1
    assert steps(campaign) == [2]

    assert written() == ["deux@example.org", "un@example.org"]
    text = Letter.objects.get(to="deux@example.org").text
    assert "Pôle B" in text and "Pôle C" in text and text.count("/charte/signer/?pole=") == 2
    assert steps(campaign) == [] and len(written()) == 2


def test_public_address_of_the_pole_serves_when_the_signatory_is_not_known(campaign, keeper):
    pole = Signature.objects.get(name="Pôle D").pole
    pole.email = "contact@example.org"
    pole.save()
    campaigns.start(keeper, campaign.pk)
    steps(campaign)

    assert "contact@example.org" in written()


def test_two_clicks_and_two_workers_write_once(campaign, keeper):
    campaigns.start(keeper, campaign.pk)
    campaigns.start(factories.staff(), campaign.pk)
    for _ in range(3):
        campaign_step(campaign.pk, 0)

    assert len(written()) == 2
    note = CampaignLetter.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignLetter.objects.create(campaign=campaign, round=0, email=note.email)


def test_step_cut_in_the_middle_writes_nothing_and_is_done_again(campaign, keeper, monkeypatch):
    campaigns.start(keeper, campaign.pk)
    usual = campaigns._defer
    monkeypatch.setattr(campaigns, "_defer", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        campaigns.step(campaign.pk, 0)
    assert written() == [] and CampaignLetter.objects.count() == 0
    monkeypatch.setattr(campaigns, "_defer", usual)

    assert steps(campaign) == [2]


def test_campaign_is_held_and_resumed(campaign, keeper, monkeypatch):
    monkeypatch.setattr(campaigns, "ADDRESSES_A_STEP", 1)
    campaigns.start(keeper, campaign.pk)
    assert campaigns.step(campaign.pk, 0) == 1
    campaigns.pause(keeper, campaign.pk)
    assert steps(campaign) == [] and len(written()) == 1
    campaigns.resume(keeper, campaign.pk)
    assert steps(campaign) == [1]


def test_reminder_is_for_who_has_not_renewed_a_week_later(campaign, keeper, version):
    with pytest.raises(ValidationError, match="campagne en cours"):
        campaigns.remind(keeper, campaign.pk)
    campaigns.start(keeper, campaign.pk)
    steps(campaign)
    with pytest.raises(ValidationError, match="7 jours"):
        campaigns.remind(keeper, campaign.pk)
    CampaignLetter.objects.update(written_at=timezone.now() - datetime.timedelta(days=8))
    signatures.register(keeper, sent(version, Signature.objects.get(name="Pôle A").pole).pk)
    Letter.objects.all().delete()
    campaigns.remind(keeper, campaign.pk)

    assert steps(campaign) == [1] and written() == ["deux@example.org"]
    assert campaigns.step(campaign.pk, 0) == 0  # a late step of the former round


def test_figures_by_region(campaign, keeper, version):
    campaigns.start(keeper, campaign.pk)
    steps(campaign)
    signatures.register(keeper, sent(version, Signature.objects.get(name="Pôle A").pole).pk)
    sent(version, Signature.objects.get(name="Pôle B").pole)
    figures = campaigns.progress(campaign)

    assert (figures.concerned, figures.written, figures.renewed, figures.without_address) == (5, 3, 2, 1)
    assert {name: (one.concerned, one.renewed) for name, one in figures.by_region.items()} == {
        "Auvergne-Rhône-Alpes": (3, 0), "Île-de-France": (2, 2),
    }  # fmt: skip
    rows = "".join(campaigns.as_csv(campaign)).splitlines()
    assert [row.rsplit(",", 1)[1] for row in rows[1:]] == [
        "renouvelé", "en cours d'examen", "invité", "sans adresse", "renouvelé",
    ]  # fmt: skip
    assert "@" not in "".join(rows)


def test_version_that_cannot_be_signed_has_no_campaign(campaign, keeper, version):
    version.document = ""
    version.save()

    with pytest.raises(ValidationError, match="ne peut pas être signée"):
        campaigns.start(keeper, campaign.pk)
    assert Campaign.objects.get().state == "brouillon"


@pytest.mark.parametrize("act", ["start", "pause", "resume", "remind", "end"])
def test_campaigns_are_for_the_keeper_and_the_national_staff(campaign, act):
    with pytest.raises(PermissionDenied):
        getattr(campaigns, act)(factories.user("autre@example.org", role="regionale", region_codes=["84"]), campaign.pk)
    with pytest.raises(PermissionDenied):
        campaigns.send_to_self(factories.user("x@example.org"), campaign)


def test_page_follows_the_campaign_from_words_to_end(keeper, version, former):
    signed(factories.pole(), former, "2015", email="un@example.org")
    client = sign_in(Client(), keeper)
    client.post(f"{ADMIN}add/", {"version": version.pk, "subject": "Signez", "text": "Bonjour."})
    campaign = Campaign.objects.get()
    page, act = f"{ADMIN}{campaign.pk}/change/", f"{ADMIN}{campaign.pk}/agir/"

    assert "Envoyer à 1 adresse<" in client.get(page).content.decode()
    client.post(act, {"action": "essayer"})
    assert written() == ["labo@example.org"]
    assert client.get(act).status_code == 302 and Campaign.objects.get().state == "brouillon"  # reading does nothing
    client.post(act, {"action": "envoyer"})
    steps(campaign)
    assert "invités : 1" in client.get(page).content.decode()
    assert "7 jours" in client.post(act, {"action": "rappeler"}, follow=True).content.decode()
    client.post(page, {"version": version.pk, "subject": "Autre", "text": "Changé."})
    assert Campaign.objects.get().text == "Bonjour."
    for action, state in (
        ("pause", "en-pause"),
        ("reprendre", "en-cours"),
        ("terminer", "terminee"),
        ("reprendre", "terminee"),
    ):
        client.post(act, {"action": action})
        assert Campaign.objects.get().state == state


@pytest.mark.parametrize("role", ["stranger", "user", "regional staff here", "inactive staff", "staff without a second factor"])
def test_others_see_nothing_of_campaigns(campaign, role):
    client = client_of(role)
    parts = ["", "add/", *(f"{campaign.pk}/{name}/" for name in ("change", "agir", "csv", "delete"))]
    for part, method in itertools.product(parts, ("get", "post", "put", "delete")):
        answer = getattr(client, method)(f"{ADMIN}{part}", {"action": "envoyer"} if method == "post" else {})
        assert answer.status_code in (302, 403), (part, method)
        assert b"nouvelle version" not in answer.content
    assert Campaign.objects.get().state == "brouillon"


def test_one_address_in_two_spellings_is_one(campaign, keeper):
    Signature.objects.filter(name="Pôle C").update(email="DEUX@example.org")
    campaigns.start(keeper, campaign.pk)

    assert steps(campaign) == [2] and written() == ["deux@example.org", "un@example.org"]


def test_campaign_of_a_version_that_is_no_longer_in_force_holds(campaign, keeper, version):
    campaigns.start(keeper, campaign.pk)
    version.state = "ancienne"
    version.save()

    assert steps(campaign) == [] and Campaign.objects.get().state == "en-pause"
    with pytest.raises(ValidationError, match="ne peut pas être signée"):
        campaigns.resume(keeper, campaign.pk)


def test_second_campaign_does_not_write_at_once_to_the_same(campaign, keeper, version):
    campaigns.start(keeper, campaign.pk)
    steps(campaign)
    campaigns.end(keeper, campaign.pk)
    other = Campaign.objects.create(version=version, subject="Encore", text="Bonjour.")
    campaigns.start(keeper, other.pk)

    assert steps(other) == [] and len(written()) == 2


def test_what_is_typed_beside_the_button_is_what_is_sent(keeper, version, former):
    signed(factories.pole(), former, "2015", email="un@example.org")
    campaign = Campaign.objects.create(version=version, subject="Signez", text="Avant.")
    client = sign_in(Client(), keeper)
    address = f"{ADMIN}{campaign.pk}/agir/"
    wrong = client.post(address, {"action": "envoyer", "version": version.pk, "subject": "", "text": "Après."})
    assert "Après." in wrong.content.decode() and Campaign.objects.get().state == "brouillon"
    client.post(address, {"action": "envoyer", "version": version.pk, "subject": "Signez", "text": "Après."})
    steps(campaign)

    assert Letter.objects.get(to="un@example.org").text.startswith("Après.")


def test_erased_person_is_no_longer_in_the_letters(campaign, keeper):
    from charter.services import signatories

    campaigns.start(keeper, campaign.pk)
    steps(campaign)
    Pole.objects.filter(name="Pôle A").update(email="contact@example.org")
    signatories.erase(0, "un@example.org")

    assert not CampaignLetter.objects.filter(email="un@example.org").exists()
    assert steps(campaign) == []  # their pole had its letter
