"""What exports write, read again: as it was, or with what a person corrected in it."""

import datetime

import pytest
from django.test import Client

from cell.models import Application, Call
from cell.services import applications
from poles.models import Membership, Organisation, Pole, Recognition
from tests import factories
from tests.poles.importing import lines, tried, written
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
SINCE_2021 = {"period": ("2021-01-01", None), "start_precision": "year", "end_precision": "open"}


@pytest.fixture
def national():
    return factories.staff()


def exported(person, model):
    """All the columns of a list, as text."""
    client, page = sign_in(Client(), person), f"/admin/poles/{model}/export/"
    ticked = {box.html_name: "on" for box in client.get(page).context["form"].columns()}
    sent = client.post(page, {**ticked, "format": "0"})
    return (b"".join(sent.streaming_content) if sent.streaming else sent.content).decode("utf-8-sig")


def test_texts_that_look_like_formulas_are_as_they_were(known, national):
    factories.pole(
        "-Calade", acronym="=1+1", phone="+33 4 91 00 00 00", description="Deux\r\n\r\nparagraphes.",
        seat_commune=factories.commune(), checked_on=datetime.date(2026, 1, 2),
    )  # fmt: skip
    Organisation.objects.create(name="@droite", slug="a-droite", acronym="-x")

    poles, structures = exported(national, "pole"), exported(national, "organisation")

    assert "'-Calade" in poles and "'+33" in poles and "'@droite" in structures
    assert {outcome for outcome, _ in lines(tried(national, "poles", poles))} == {"inchangé"}
    assert {outcome for outcome, _ in lines(tried(national, "structures", structures))} == {"inchangé"}


def test_undated_row_beside_a_dated_one_is_itself(known, national):
    pole, structure = factories.pole("Pôle"), Organisation.objects.get()
    pole.memberships.create(organisation=structure, role="membre", **SINCE_2021)
    pole.memberships.create(organisation=structure, role="fondateur")

    outcomes = lines(tried(national, "adhesions", exported(national, "membership")))
    assert [outcome for outcome, _ in outcomes] == ["inchangé", "inchangé"]


def test_beginning_of_a_row_is_corrected_by_its_number(known, national):
    pole = factories.pole("Pôle")
    held = pole.memberships.create(organisation=Organisation.objects.get(), role="membre", **SINCE_2021)
    text = exported(national, "membership")

    assert [outcome for outcome, _ in lines(written(national, "adhesions", text.replace("2021", "2019-05")))] == ["modifié"]
    row = Membership.objects.get()
    assert (row.pk, str(row.period.lower), row.start_precision) == (held.pk, "2019-05-01", "month")
    ((outcome, reason),) = lines(tried(national, "adhesions", text.replace(f";{held.pk}", f";{held.pk + 1}")))
    assert outcome == "refusé" and f"la fiche n° {held.pk + 1} n'est plus là" in reason


def test_what_goes_on_says_since_when(known, national):
    pole = factories.pole("Pôle")
    file = f"pôle;structure;jusqu'à\n{pole.code};Porteuse;en cours\n"

    ((outcome, reason),) = lines(tried(national, "adhesions", file))

    assert outcome == "refusé" and "depuis quand ?" in reason


def test_recognition_that_an_application_gave_is_not_changed_by_a_file(known, national):
    pole = factories.pole("Pôle", seat_commune=factories.commune())
    call = Call.objects.create(
        slug="essai", name="Appel fictif", year=2024, organiser="Essai", announced="2024-10", kinds=["ami-2024"],
        is_published=True,
    )  # fmt: skip
    asked = Application(
        call=call, name="Projet", pole=pole, departement=pole.seat_departement, received_on="2024-01-02",
        first_opinion="favorable", second_opinion="favorable", result="retenue", kind="ami-2024",
    )  # fmt: skip
    applications.save(national, asked)
    text = exported(national, "recognition")

    assert [outcome for outcome, _ in lines(tried(national, "reconnaissances", text))] == ["inchangé"]
    ((outcome, reason),) = lines(tried(national, "reconnaissances", text.replace("lauréat", "finaliste")))
    assert outcome == "refusé" and "par une candidature retenue : elle y change" in reason
    assert Recognition.objects.get().result == "lauréat"


def test_pole_is_not_moved_by_its_commune_alone(known, national):
    elsewhere = factories.commune(
        "75056", "Paris", factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    )
    pole = factories.pole("Pôle", seat_commune=factories.commune())
    file = f"code PTCE;commune;département\n{pole.code};Paris;{{}}\n"

    ((outcome, reason),) = lines(tried(national, "poles", file.format("")))
    assert (
        outcome == "refusé" and reason.startswith("département : Paris") and "donnez le département pour le déplacer" in reason
    )
    Pole.objects.get(pk=pole.pk).origins.all().delete()
    held = tried(national, "poles", file.format("75"))
    told = held.report["lines"][0]
    change = (told["changes"] or told["conflicts"])[0]
    assert "Drôme" in change["before"] and change["after"].endswith("Paris (75)") and elsewhere.name in change["after"]


@pytest.mark.parametrize("code", ["ptce-{:04}", "PTCE{:04}", "ptce {:04}"])
def test_code_is_read_however_it_is_written(known, national, code):
    pole = factories.pole("Pôle", seat_commune=factories.commune())
    written_so = code.format(pole.number)

    assert lines(tried(national, "poles", f"code PTCE;téléphone\n{written_so};0475000000\n"))[0][0] == "modifié"
    file = f"pôle;structure\n{written_so};Porteuse\n"
    assert lines(tried(national, "adhesions", file))[0][0] == "créé"


def test_structure_is_read_by_the_address_of_its_page(known, national):
    kept = Organisation.objects.get()
    for address in (f"https://exemple.org/structures/{kept.slug}/", f"/structures/{kept.slug}/", kept.slug.upper()):
        file = f"adresse;site\n{address};https://exemple.org/\n"
        assert lines(tried(national, "structures", file))[0][0] == "modifié", address


def test_all_that_is_wrong_with_a_line_is_told_at_once(known, national):
    file = "nom;département;courriel;site\nPôle neuf;99;pas-un-courriel;pas un site\n"

    ((_, reason),) = lines(tried(national, "poles", file))

    assert all(told in reason for told in ("département", "n'est pas une adresse électronique", "n'est pas une adresse http"))
