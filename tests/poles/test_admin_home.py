"""The first page of the back office, what is to mend, and what regional staff may do from there."""

import datetime
import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils import timezone

from charter.models import CharterVersion, Signature
from poles.models import Coordinator, FollowUp, Membership, Pole, SiteCheck
from poles.quality import FAULTS, faulty
from poles.services import proposals, requests
from poles.services.changes import Wanted
from ptce_site import letters
from ptce_site.clock import today
from ptce_site.models import Letter
from tests import factories
from tests.poles.back_office import client_of, submit

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
HOME = "/admin/"


@pytest.fixture
def work():
    """Something in each queue, about a pole of one région and one of another."""
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    poles = [factories.pole("Pôle d'ici", seat_commune=factories.commune(), founded_year=2015)]
    poles.append(factories.pole("Pôle d'ailleurs", seat_departement=elsewhere, founded_year=today().year))
    for number, pole in enumerate(poles):
        editor = factories.user(f"editeur{number}@example.org")
        held_for_long(editor, pole)
        proposals.save(editor, pole, [Wanted("summary", "Publié.")])
        proposals.save(editor, pole, [Wanted("name", f"Autre {number}")])
        proposals.submit(editor, pole)
        requests.claim(pole, name="Dominique", function="Direction", email="d@example.org", proof="Page.")
        pole.reports.create(what="Faux.")
        pole.follow_ups.create(text="Appel.", next_step="Rappeler", next_on=today())
        pole.follow_ups.create(text="Appel.", next_step="Plus tard", next_on=today() + datetime.timedelta(days=9))
        pole.follow_ups.create(text="Appel.", next_step="Fait", next_on=today(), is_done=True)
    version = CharterVersion.objects.create(
        slug="2021", title="Charte fictive", publisher="Fictif", adopted_on="2021-06-01", state="en-vigueur"
    )
    Signature.objects.create(version=version, pole=poles[0], name="Pôle d'ici")
    Letter.objects.filter(pk=letters.post("x@example.org", "Objet", "Texte").pk).update(state="doubtful")
    return poles


def told(rows):
    return {row.label: row.count for row in rows}


def test_national_staff_is_told_all_that_waits_oldest_first(work):
    rows = client_of("national staff").get(HOME).context["waiting"]
    assert told(rows) == {
        "Pôles tenus, mais muets depuis 18 mois": 2,
        "Suites à donner, à leur date": 2,
        "Propositions à décider": 2,
        "Publié par les pôles, à voir": 2,
        "Demandes à animer un pôle": 2,
        "Signalements à traiter": 2,
        "Signatures de la charte à examiner": 1,
        "Courriels douteux ou refusés": 1,
    }
    dates = [str(row.oldest) for row in rows if row.oldest]
    assert dates == sorted(dates)


def test_regional_staff_is_told_of_its_regions_and_the_keeper_of_the_charter(work):
    regional = told(client_of("regional staff here").get(HOME).context["waiting"])
    assert set(regional.values()) == {1} and "Courriels douteux ou refusés" not in regional
    keeper = told(client_of("staff without rights").get(HOME).context["waiting"])
    assert keeper == {"Signatures de la charte à examiner": 1}


def test_every_link_of_the_page_shows_what_it_counts(work):
    client = client_of("national staff")
    context = client.get(HOME).context

    for row in [*context["waiting"], *context["mending"]]:
        shown = client.get(row.address)
        later = 2 if "followup" in row.address else 0  # those of a later date are in the list too
        assert shown.status_code == 200 and shown.context["cl"].result_count == row.count + later, row
    for row in [*context["network"].rows, context["network"].total]:
        assert client.get(row.public).context["total"] == row.pages.count
        for figure in (row.pages, row.before, row.now):
            assert client.get(figure.address).context["cl"].result_count == figure.count, (row.name, figure)


def test_network_is_told_by_region_now_and_a_year_ago(work):
    def numbers(row):
        return (row.pages.count, row.before.count, row.now.count)

    told = client_of("national staff").get(HOME).context["network"]
    rows = {row.name: numbers(row) for row in told.rows}
    assert rows == {"Auvergne-Rhône-Alpes": (1, 1, 1), "Île-de-France": (1, 0, 1)}
    assert numbers(told.total) == (2, 1, 2)
    regional = client_of("regional staff here").get(HOME).context["network"]
    assert [row.name for row in regional.rows] == ["Auvergne-Rhône-Alpes"] and numbers(regional.total) == (1, 1, 1)


def test_nothing_waits_when_all_is_done():
    assert "Rien : tout est fait." in client_of("national staff").get(HOME).content.decode()


def test_home_asks_little(work, django_assert_max_num_queries):
    client = client_of("national staff")
    with django_assert_max_num_queries(13):
        client.get(HOME)


COMPLETE = {
    "summary": "Une phrase.",
    "confidence": "high",
    "website": "https://example.org/",
    "last_evidence_on": today(),
    "last_evidence_source": "Essai",
}


def complete(name, **fields):
    """A pole in which nothing is to mend."""
    pole = factories.pole(name, seat_commune=factories.commune(), **{**COMPLETE, **fields})
    pole.sector_links.create(sector=factories.sector())
    pole.memberships.create(organisation=factories.organisation(), member_type="ess")
    return pole


def held_for_long(user, pole):
    Coordinator.objects.create(user=user, pole=pole)
    Coordinator.objects.update(created_at=timezone.now() - datetime.timedelta(days=600))


FAULTY = {
    "muet": lambda pole: held_for_long(factories.user(), pole),
    "sans-commune": lambda pole: Pole.objects.update(seat_commune=None),
    "sans-resume": lambda pole: Pole.objects.update(summary=""),
    "a-confirmer": lambda pole: Pole.objects.update(confidence="low"),
    "sans-preuve": lambda pole: Pole.objects.update(last_evidence_on=datetime.date(2015, 1, 1)),
    "site-mort": lambda pole: SiteCheck.objects.create(
        url=pole.website, state="mort", failures=4, failing_since=timezone.now(), next_at=timezone.now()
    ),
    "sans-accord": lambda pole: pole.named_contacts.create(name="Dominique", function="Équipe", email="d@example.org"),
    "courriel-personnel": lambda pole: Pole.objects.update(email="dominique.dupont@example.org"),
    "identifiant-double": lambda pole: complete("Autre", rna=pole.rna),
    "identifiant-autre": lambda pole: Pole.objects.update(
        siren="732829320", lead_organisation=factories.organisation(siren="552100554")
    ),
    "sans-contact": lambda pole: Pole.objects.update(website=""),
    "sans-secteur": lambda pole: pole.sector_links.all().delete(),
    "sans-membre": lambda pole: pole.memberships.all().delete(),
    "type-inconnu": lambda pole: pole.memberships.update(member_type=""),
    "sans-identifiant": lambda pole: Pole.objects.update(rna=""),
}


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_each_fault_is_found_and_no_other(name):
    pole = complete("Pôle", rna="W123456789")
    assert [fault.name for fault in FAULTS if faulty(Pole.objects.all(), fault.name).exists()] == []

    FAULTY[name](pole)

    assert [fault.name for fault in FAULTS if faulty(Pole.objects.all(), fault.name).exists()] == [name]
    Pole.objects.update(publication="brouillon")
    assert not faulty(Pole.objects.all(), name).exists()


@pytest.mark.parametrize("name", [fault.name for fault in FAULTS])
def test_each_row_to_mend_opens_where_it_is_mended(name):
    FAULTY[name](complete("Pôle", rna="W123456789"))
    client = client_of("national staff")
    listed = client.get(f"/admin/poles/pole/?corriger={name}").content.decode()

    (link, *_) = re.findall(r'<th class="field-name[^>]*><a href="([^"]+)"', listed)
    path, _, place = link.replace("&amp;", "&").partition("#")
    shown = client.get(path)

    assert shown.status_code == 200
    assert place and f'id="{place}"' in shown.content.decode()


@pytest.mark.parametrize("address", ["contact.pole@example.org", "info-ptce@example.org", "contact@x.org", "pole.jura@x.org"])
def test_generic_address_is_not_taken_for_a_persons(address):
    complete("Pôle", rna="W123456789", email=address)

    assert not faulty(Pole.objects.all(), "courriel-personnel").exists()


def test_regional_staff_corrects_a_pole_of_its_region_and_no_other(work):
    here, elsewhere = work
    client = client_of("regional staff here")

    assert submit(here, client, summary="Corrigé.").status_code == 302
    assert Pole.objects.get(pk=here.pk).summary == "Corrigé."
    address = f"/admin/poles/pole/{elsewhere.pk}/change/"
    assert client.get(address).status_code == 302  # as for one that does not exist
    client.post(address, {"name": "Volé"})
    assert Pole.objects.get(pk=elsewhere.pk).name == "Pôle d'ailleurs"
    assert client.get("/admin/poles/pole/add/").status_code == 403
    assert client.get(f"/admin/poles/pole/{elsewhere.pk}/history/").status_code == 404
    assert client.get(f"/admin/poles/pole/{here.pk}/history/").status_code == 200


def test_regional_staff_adds_rows_to_its_poles_only(work):
    here, elsewhere = work
    client, organisation = client_of("regional staff here"), factories.organisation()
    typed = {"organisation": organisation.pk, "role": "membre", "member_type": "", "source": ""}

    assert client.post("/admin/poles/membership/add/", {**typed, "pole": elsewhere.pk}).status_code == 200
    assert Membership.objects.count() == 0
    client.post("/admin/poles/membership/add/", {**typed, "pole": here.pk})
    assert Membership.objects.get().pole == here
    of_pole = {"app_label": "poles", "model_name": "membership", "field_name": "pole", "term": "Pôle"}
    found = client.get("/admin/autocomplete/", of_pole).json()["results"]
    assert [row["text"].split(",")[0] for row in found] == ["Pôle d'ici"]


def test_actions_of_regional_staff_reach_its_rows_only(work):
    elsewhere = work[1]
    rows = [pole.memberships.create(organisation=factories.organisation()) for pole in work]
    client = client_of("regional staff here")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    client.post("/admin/poles/membership/", chosen)

    assert list(Membership.objects.values_list("pole", flat=True)) == [elsewhere.pk]


def test_note_says_who_wrote_it_and_nobody_else_reads_it(work, client):
    here = work[0]
    staff = client_of("regional staff here")
    typed = {"pole": here.pk, "day": "2026-11-27", "text": "Très privé.", "next_step": "", "next_on": ""}
    staff.post("/admin/poles/followup/add/", typed)

    note = FollowUp.objects.get(text="Très privé.")
    assert str(note.by) == "cra84@example.org"
    assert "Très privé." in staff.get(f"/admin/poles/pole/{here.pk}/change/").content.decode()
    for address in (here.get_absolute_url(), f"{here.get_absolute_url()}historique/", "/poles/json"):
        answer = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "Très privé" not in text.decode(), address
    wrong = staff.post("/admin/poles/followup/add/", {**typed, "next_step": "Rappeler"})
    assert "avant quel jour" in wrong.content.decode()


def test_list_of_one_app_does_not_say_that_nothing_waits(work):
    shown = client_of("national staff").get("/admin/charter/").content.decode()

    assert "Rien : tout est fait." not in shown and "/admin/charter/signature/" in shown


def test_every_list_stands_once_in_the_groups_of_the_first_page():
    named = [label for labels in settings.STAFF_LISTS.values() for label in labels.split()]

    assert sorted(named) == sorted(model._meta.label for model in admin.site._registry)
    groups = client_of("regional staff here").get(HOME).context["app_list"]
    assert next(group["name"] for group in groups) == "Annuaire" and "Journaux" not in {group["name"] for group in groups}
