"""What the back office refuses, and how it says it: nothing typed is lost, no record is left half changed."""

import csv
import datetime
import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cell.models import Application, Call
from cell.services import applications
from charter.models import Signature
from poles import history
from poles.admin.reference import FACT_KINDS
from poles.models import Claim, Coordinator, NetworkFact, Organisation, Picture, Pole, Proposal, Recognition, Report
from poles.quality import SILENT, faulty
from poles.services import merging, provenance, requests
from poles.services.files import BrokenFile
from ptce_site.clock import today
from ptce_site.models import Letter
from tests import factories
from tests.poles.back_office import client_of, submit
from tests.poles.importing import receive, written
from tests.records import one_of_each
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


@pytest.fixture
def national():
    return factories.user("nationale@example.org", role="nationale")


@pytest.fixture
def pole():
    return factories.pole("Pôle d'ici", seat_commune=factories.commune())


def test_merged_pole_stays_withdrawn_and_leads_to_what_it_became(national, pole):
    gone = factories.pole("Pôle jumeau", seat_commune=factories.commune())
    merging.merge_poles(national, pole, gone, set())
    client = client_of("national staff")

    answer = submit(gone, client, publication="publie", summary="Une phrase tapée.")
    page = answer.content.decode()
    assert answer.status_code == 200 and "il reste retiré, sauf à annuler la fusion" in page and "Une phrase tapée." in page
    assert f'<a href="/admin/poles/pole/{pole.pk}/change/">' in page and "/fusionner/" not in page
    assert f"fusionné dans {pole.code}" in client.get("/admin/poles/pole/?q=jumeau").content.decode()


def test_merge_says_all_that_goes_over(national, pole):
    gone = one_of_each("Pôle jumeau")
    Proposal.objects.all().delete()
    page = f"/admin/poles/pole/{pole.pk}/fusionner/?avec={gone.pk}"

    told = client_of("national staff").get(page).context["told"]
    moved = ("Candidature « Projet secret »", "Notes de suivi : 1.", "Signalements : 1.", "anime le pôle")
    assert [words for words in moved if not any(words in sentence for sentence in told)] == [], told


def test_merged_structure_says_what_it_became(national):
    kept, gone = factories.organisation("Gardée"), factories.organisation("Partie")
    merging.merge_organisations(national, kept, gone, set())
    client = client_of("national staff")

    assert "Partie (fusionnée dans Gardée)" in client.get("/admin/poles/organisation/").content.decode()
    assert "Fiche fusionnée dans" in client.get(f"/admin/poles/organisation/{gone.pk}/change/").content.decode()


@pytest.mark.parametrize("role", ["national staff", "regional staff here"])
def test_recognition_that_an_application_gave_is_not_changed_by_hand(national, pole, role):
    call = Call.objects.create(
        slug="essai", name="Appel fictif", year=2024, organiser="Essai", announced="2024-10", kinds=["ami-2024"],
        is_published=True,
    )  # fmt: skip
    asked = Application(
        call=call, name="Projet", pole=pole, departement=pole.seat_departement, received_on="2024-01-02",
        first_opinion="favorable", second_opinion="favorable", result="retenue", kind="ami-2024",
    )  # fmt: skip
    applications.save(national, asked)
    given, client = Recognition.objects.get(), client_of(role)
    before = Recognition.objects.values().get()

    for action, sent in (("change", {"kind": "ami-2024", "result": "bidouillé"}), ("delete", {"post": "yes"})):
        assert client.post(f"/admin/poles/recognition/{given.pk}/{action}/", sent).status_code == 403
    submit(pole, client, **{"recognitions-0-result": "bidouillé", "recognitions-0-DELETE": "on"})
    assert Recognition.objects.values().get() == before


@pytest.mark.parametrize(("role", "told"), [("national staff", 1), ("regional staff here", 0)])
def test_charter_is_said_by_hand_by_the_national_staff_only(pole, role, told):
    client, page = client_of(role), "/admin/poles/recognition/add/"
    typed = {"pole": pole.pk, "kind": "charte"}

    answer = client.post(page, typed)
    assert Recognition.objects.count() == told
    assert told or "La charte se signe" in answer.content.decode()
    row = {f"recognitions-0-{name}": value for name, value in typed.items() if name != "pole"}
    Recognition.objects.all().delete()
    submit(pole, client, **{"recognitions-TOTAL_FORMS": "1", **row, "recognitions-0-pole": pole.pk, "recognitions-0-id": ""})
    assert Recognition.objects.count() == told


def test_recognition_by_the_charter_is_not_moved_by_a_region(pole):
    other = factories.pole("Autre pôle d'ici", seat_commune=factories.commune())
    held = Recognition.objects.create(pole=pole, kind="charte", source="liste")
    typed = {"pole": other.pk, "kind": "charte", "source": "liste"}

    answer = client_of("regional staff here").post(f"/admin/poles/recognition/{held.pk}/change/", typed)
    assert "La charte se signe" in answer.content.decode() and Recognition.objects.get().pole == pole


@pytest.mark.parametrize(("role", "brought"), [("national staff", "liste"), ("regional staff here", "autre liste")])
def test_recognition_by_the_charter_is_brought_back_by_the_national_staff_only(pole, role, brought):
    held = Recognition.objects.create(pole=pole, kind="charte", source="liste")
    Recognition.objects.filter(pk=held.pk).update(source="autre liste")
    first = Recognition.pgh_event_model.objects.order_by("pgh_id").first()

    answer = client_of(role).post(f"/admin/poles/recognition/{held.pk}/history/", {"version": first.pk}, follow=True)

    assert Recognition.objects.get().source == brought
    assert ("La charte se signe" in answer.content.decode()) == (brought != "liste")


def test_region_brings_no_pole_out_of_itself_by_its_history(pole):
    away = factories.departement("31", "Haute-Garonne", factories.region("76", "Occitanie"))
    moved = factories.pole("Pôle venu d'ailleurs", seat_departement=away)
    then = history.moments(moved, 1, for_staff=True)[0][-1].key
    Pole.objects.filter(pk=moved.pk).update(seat_departement=pole.seat_departement)
    client = client_of("regional staff here")

    page = f"/admin/poles/pole/{moved.pk}/history/{then}/"
    keys = re.findall(r'name="retablir" value="([^"]+)"', client.get(page).content.decode())
    answer = client.post(page, {"retablir": keys})
    assert keys and "ne serait plus de vos régions" in answer.content.decode()
    assert Pole.objects.get(pk=moved.pk).seat_departement == pole.seat_departement


@pytest.mark.parametrize(("model", "word"), [(Report, "erreur"), (Claim, "Dominique")])
def test_what_is_looked_for_in_a_queue_is_found_even_decided(national, pole, model, word):
    settled = Report.objects.create(pole=pole, what="Une erreur de nom")
    requests.settle(national, settled.pk, "Corrigé.")
    asked = requests.claim(pole, name="Dominique", function="F", email="d@example.org", proof="P")
    requests.refuse(national, asked.pk, "Non.")
    client, page = client_of("national staff"), f"/admin/poles/{model._meta.model_name}/"

    assert client.get(page).context["cl"].result_count == 0
    assert client.get(f"{page}?q={word}").context["cl"].result_count == 1
    assert client.get(f"{page}?q={word}&file=attend").context["cl"].result_count == 0


def test_page_held_since_yesterday_is_not_silent(pole):
    Coordinator.objects.create(user=factories.user(), pole=pole)

    assert not faulty(Pole.objects.all(), SILENT).exists()


@pytest.mark.parametrize("change", [{"role": ""}, {"role": "charte"}, {"is_active": ""}])
def test_last_account_of_the_national_staff_keeps_its_rights(change):
    client = client_of("national staff")
    person = User.objects.get(role="nationale")
    sent = {"email": person.email, "name": "Nom tapé", "is_active": "on", "role": "nationale", **change}
    page = f"/admin/accounts/user/{person.pk}/change/"

    refused = client.post(page, {name: value for name, value in sent.items() if value})
    assert refused.status_code == 200 and "dernier compte de l&#x27;équipe nationale" in refused.content.decode()
    assert "Nom tapé" in refused.content.decode() and User.objects.get(pk=person.pk).role == "nationale"
    factories.user("autre@example.org", role="nationale")
    assert client.post(page, {name: value for name, value in sent.items() if value}).status_code == 302


def test_regional_staff_does_not_move_a_pole_out_of_its_regions(pole):
    away = factories.departement("31", "Haute-Garonne", factories.region("76", "Occitanie"))
    client = client_of("regional staff here")

    answer = submit(pole, client, seat_departement=away.pk, seat_commune="", summary="Une phrase tapée.")
    assert answer.status_code == 200 and "ne serait plus de vos régions" in answer.content.decode()
    assert "Une phrase tapée." in answer.content.decode()
    assert submit(pole, client_of("national staff"), seat_departement=away.pk, seat_commune="").status_code == 302


def test_row_of_another_region_is_told_as_one_that_one_may_not_see(pole):
    answer = client_of("regional staff elsewhere").get(f"/admin/poles/pole/{pole.pk}/change/", follow=True)

    assert answer.redirect_chain == [("/admin/", 302)]
    assert f"Pôle n° {pole.pk} : rien que vous puissiez voir." in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "next_on", "told"),
    [(1, None, "pas encore venu"), (0, -1, "La suite vient après la note."), (0, 1, ""), (-1, None, "")],
)
def test_note_is_of_a_day_that_has_come_and_what_follows_comes_after(national, pole, day, next_on, told):
    of = today()
    typed = {"pole": pole.pk, "day": of + datetime.timedelta(day), "text": "Vu.", "next_step": "Rappeler" if next_on else ""}
    typed |= {"next_on": of + datetime.timedelta(next_on)} if next_on else {}

    answer = sign_in(Client(), national).post("/admin/poles/followup/add/", typed)

    assert answer.status_code == (200 if told else 302)
    assert told in html.unescape(answer.content.decode())


def test_import_is_told_in_the_history_of_rows_to_be_of_its_person(national):
    written(national, "structures", "nom\nAtelier fictif\n")
    made = Organisation.objects.get(name="Atelier fictif")

    assert national.email in client_of("national staff").get(f"/admin/poles/organisation/{made.pk}/history/").content.decode()


@pytest.mark.parametrize(
    ("role", "goes_to", "kept"),
    [
        ("regional staff here", None, ["26"]),
        ("regional staff here", "31", ["26"]),
        ("regional staff here", "01", ["01"]),
        ("national staff", None, []),
    ],
)
def test_region_does_not_lose_a_pole_by_its_territory_without_a_word(role, goes_to, kept):
    here = factories.departement()
    places = {
        "01": factories.departement("01", "Ain"),
        "31": factories.departement("31", "B", factories.region("76", "Occitanie")),
    }
    seated_elsewhere = factories.pole("Pôle d'à côté", seat_departement=places["31"])
    seated_elsewhere.territory_links.create(collectivity=here)
    changes = {"territory_links-0-collectivity": places[goes_to].pk} if goes_to else {"territory_links-0-DELETE": "on"}

    answer = submit(seated_elsewhere, client_of(role), **changes)

    assert [one.collectivity.code for one in seated_elsewhere.territory_links.all()] == kept
    assert ("ne serait plus de vos régions" in answer.content.decode()) == (kept == ["26"])


@pytest.mark.parametrize("text", ["2", "PTCE-0002", "jumeau"])
def test_merged_pole_is_found_in_the_list_and_not_proposed_to_choose(national, pole, text):
    gone = factories.pole("Pôle jumeau", seat_commune=factories.commune(), number=2)
    merging.merge_poles(national, pole, gone, set())
    choices = {"app_label": "poles", "model_name": "stage", "field_name": "pole", "term": text}

    client = client_of("national staff")
    assert "jumeau" not in client.get("/admin/autocomplete/", choices).content.decode()
    assert "Pôle jumeau" in client.get(f"/admin/poles/pole/?q={text}").content.decode()


@pytest.mark.parametrize("text", ["saint etienne", "St-Étienne", "42000", "42218", "etienne"])
def test_place_is_chosen_by_what_one_types(text):
    factories.commune("42218", "Saint-Étienne", factories.departement("42", "Loire"), postal_codes=["42000", "42100"])
    factories.commune("42001", "Abos", factories.departement("42", "Loire"))
    choices = {"app_label": "poles", "model_name": "pole", "field_name": "seat_commune", "term": text}

    found = client_of("national staff").get("/admin/autocomplete/", choices).json()["results"]
    assert [re.sub(r" \(.*", "", one["text"]) for one in found] == ["Saint-Étienne"]


def test_reply_typed_with_an_acceptance_is_kept_and_sent(national, pole):
    asked = requests.claim(pole, name="Dominique", function="F", email="d@example.org", proof="P")
    client = client_of("national staff")

    client.post(f"/admin/poles/claim/{asked.pk}/change/", {"reply": "Bienvenue !", "action": "accepter"})
    assert Claim.objects.get().reply == "Bienvenue !"
    assert "Bienvenue !" in Letter.objects.get(subject=f"Votre demande pour la page de {pole.name}").text


def test_fields_are_named_as_pages_name_them(pole):
    provenance.record_person(pole, ["summary", "seat_commune", "recognitions", "territory"])
    shown = client_of("national staff").get("/admin/poles/fieldorigin/").content.decode()

    told = re.findall(r'class="field-named">(?:<a [^>]*>)?([^<]+)', shown)
    assert sorted(told) == ["reconnaissances", "résumé", "siège", "territoire d&#x27;action"]


def test_origins_are_exported_with_their_field(pole):
    provenance.record_person(pole, ["summary"])
    columns = client_of("national staff").get("/admin/poles/fieldorigin/export/").context["form"].columns()

    assert {str(box.label) for box in columns} == {"Pôle", "Champ", "Origine", "À la date du"}


def test_form_shows_the_picture_of_today(pole):
    picture = Picture.objects.create(digest="1" * 64, content=b"x", width=1, height=1)
    Pole.objects.update(picture=picture, picture_alt="Une halle")

    shown = client_of("national staff").get(f"/admin/poles/pole/{pole.pk}/change/").content.decode()
    assert f'<img src="{picture.get_absolute_url()}" alt="Une halle"' in shown


@pytest.mark.parametrize("name", ["liste.pdf", "liste.xlsx"])
def test_what_is_no_table_is_told_so(national, name):
    with pytest.raises(BrokenFile, match="ni un tableau CSV, ni un classeur XLSX"):
        receive(national, "poles", b"%PDF-1.7\n" if name.endswith("pdf") else b"nom\nA\n", name)


def test_merge_tells_regional_staff_no_signature_that_is_not_public(pole):
    gone = one_of_each("Pôle jumeau")
    Proposal.objects.all().delete()
    assert Signature.objects.get().state == "envoyee"

    told = client_of("regional staff here").get(f"/admin/poles/pole/{pole.pk}/fusionner/?avec={gone.pk}").context["told"]
    assert any("Notes de suivi" in sentence for sentence in told) and not any("Signature" in sentence for sentence in told)


@pytest.mark.parametrize(("role", "shown"), [("national staff", True), ("regional staff here", False)])
def test_lists_lead_to_the_import_of_their_rows(role, shown):
    client = client_of(role)
    for model in ("pole", "organisation", "membership", "partnership", "recognition"):
        page = client.get(f"/admin/poles/{model}/").content.decode()
        link = re.search(r'href="(/admin/poles/import/add/\?contenu=\w+)"', page)
        assert bool(link) == shown, model
        assert link is None or "checked" in client.get(link[1]).content.decode(), model


def test_refused_merge_leads_to_the_proposal_that_waits(national, pole):
    other = factories.pole("Pôle jumeau", seat_commune=factories.commune())
    waiting = Proposal.objects.create(pole=other, state="envoyee", submitted_at=timezone.now())

    page = client_of("national staff").get(f"/admin/poles/pole/{pole.pk}/fusionner/?avec={other.pk}").content.decode()

    assert f'href="/admin/poles/proposal/{waiting.pk}/change/"' in page and ">Fusionner</button>" not in page


def test_operation_leads_to_its_import_and_its_records(national):
    held = written(national, "structures", "nom\nAtelier fictif\n")
    made = Organisation.objects.get(name="Atelier fictif")

    page = client_of("national staff").get(f"/admin/poles/operation/{held.operation_id}/change/").content.decode()

    assert f'href="/admin/poles/import/{held.pk}/change/"' in page
    assert f'<a href="/admin/poles/organisation/{made.pk}/change/">Atelier fictif</a>' in page


def test_choices_are_told_apart_by_more_than_their_name(pole, django_assert_max_num_queries):
    for number in range(8):
        factories.pole(f"Pôle d'ici {number}", seat_commune=factories.commune())
    client = client_of("national staff")
    choices = {"app_label": "poles", "model_name": "stage", "field_name": "pole", "term": "ici"}
    with django_assert_max_num_queries(12):
        found = client.get("/admin/autocomplete/", choices).json()["results"]
    assert f"Pôle d'ici, {pole.code}, Romans-sur-Isère, Drôme (26), publié" in [one["text"] for one in found]
    factories.departement("42", "Loire")
    seat = {"app_label": "poles", "model_name": "pole", "field_name": "seat_departement", "term": "Loire (42)"}
    assert [one["text"] for one in client.get("/admin/autocomplete/", seat).json()["results"]] == ["Loire (42)"]


def test_structure_is_found_by_the_pole_that_it_carries_and_says_what_keeps_it(national, pole):
    lead = factories.organisation("Porteuse discrète")
    Pole.objects.update(lead_organisation=lead)
    client = client_of("national staff")

    for query in ("q=pôle d'ici", f"q={pole.code}"):
        assert "Porteuse discrète" in client.get(f"/admin/poles/organisation/?{query}").content.decode(), query
    kept = client.get(f"/admin/poles/organisation/{lead.pk}/delete/").content.decode()
    assert (
        "ne possède pas la permission" not in kept
        and "Pôle d&#x27;ici" in kept
        and 'type="submit"' not in kept.split("<main")[1]
    )


def test_figures_of_the_network_are_listed_in_words(national):
    of = {"minimum": 79, "maximum": 79, "unit": "count", "date": "2022-01-01", "date_precision": "year", "meaning": "Reçues"}
    NetworkFact.objects.create(kind="applications", call="ami-2022", **of)

    page = client_of("national staff").get("/admin/poles/networkfact/?nature=applications").content.decode()

    assert re.findall(r'class="field-(?:figure|on|counted)">([^<]+)', page) == ["79", "2022", "candidatures"]


def test_every_kind_of_the_figures_that_ship_has_its_words():
    with (Path(settings.BASE_DIR) / "poles" / "data" / "network_facts.csv").open(encoding="utf-8") as file:
        assert {row["kind"] for row in csv.DictReader(file)} <= set(FACT_KINDS)


def test_recognitions_are_kept_by_who_recognises_and_with_what_result(pole):
    for kind, by, result in (("aap-2013", "État", "lauréat"), ("ami-2022", "", "recensé"), ("ami-2023", "CRESS", "")):
        Recognition.objects.create(pole=pole, kind=kind, recognised_by=by, result=result)
    client, page = client_of("national staff"), "/admin/poles/recognition/"

    shown = client.get(page).content.decode()
    assert "?recognised_by=CRESS" in shown and 'recognised_by="' not in shown and 'result="' not in shown
    assert client.get(f"{page}?recognised_by=CRESS").context["cl"].result_count == 1
    assert client.get(f"{page}?result=laur%C3%A9at").context["cl"].result_count == 1
