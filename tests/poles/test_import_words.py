"""What the lines of an import call things: places, lines and values, in the words of files, of pages and of exports."""

import datetime

import pytest
from django.test import Client

from poles.models import Organisation
from poles.services import imports
from tests import factories
from tests.poles.importing import lines, tried, written
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


@pytest.fixture
def national():
    return factories.staff()


def test_place_that_two_levels_share_is_told_apart_by_the_level(known, national):
    factories.departement("84", "Vaucluse", factories.region("93", "Provence-Alpes-Côte d'Azur"))
    file = "pôle;collectivité;niveau\nPTCE-0001;84;\nPTCE-0001;84;region\nPTCE-0001;84;departement\n"

    (outcome, reason), *others = lines(tried(national, "partenariats", file))
    assert outcome == "refusé" and "plusieurs collectivités répondent à « 84 »" in reason
    assert [one for one, _ in others] == ["créé", "créé"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("poles", "Nom;Département du siège;Forme juridique\nPôle neuf fictif;Drôme (26);SCIC\n"),
        ("poles", "Nom;Département\nPôle neuf fictif;drome\n"),
        ("structures", "Nom;Forme juridique;Commune;Département\nAtelier fictif;SCIC;Trévoux (01427);Ain (01)\n"),
        ("adhesions", "PTCE;Structure;Rôle;Type de membre\nPTCE-0001;Porteuse;Fondateur;entreprise de l'ESS\n"),
        ("partenariats", "PTCE;Collectivité;Niveau\nPTCE-0001;Drôme (26);département\n"),
        ("reconnaissances", "PTCE;Reconnaissance\nPTCE-0001;Lauréat de l'appel à projets 2015\n"),
    ],
)
def test_words_of_pages_and_of_exports_are_understood(known, national, kind, text):
    assert [outcome for outcome, _ in lines(tried(national, kind, text))] == ["créé"], text


def test_lines_that_look_alike_are_told_by_their_number(known, national):
    file = "nom;département\nLes Rosiers blancs;26\nLes Rosiers blanc;26\nLes Rosiers blancs;26\n"

    (first, _), *others = lines(tried(national, "poles", file))
    assert first == "créé" and [outcome for outcome, _ in others] == ["refusé", "refusé"]
    assert others[0][1].startswith("quasi-doublon de la ligne 2") and others[1][1] == "même pôle que la ligne 2"


def test_like_name_that_is_said_to_be_new_is_a_pole_of_its_own(known, national):
    file = "nom;département;nouveau pôle\nTiers-lieu fictif 1;26;\nTiers-lieu fictif 2;26;{}\nTiers-lieu fictif 2;26;oui\n"

    (_, refusal), others = (
        lines(tried(national, "poles", file.format("non")))[1],
        lines(written(national, "poles", file.format("Oui"))),
    )
    assert "« oui » dans une colonne « nouveau pôle »" in refusal
    assert [outcome for outcome, _ in others] == ["créé", "créé", "refusé"] and others[2][1] == "même pôle que la ligne 3"
    again = lines(tried(national, "poles", file.format("oui")))
    assert [outcome for outcome, _ in again] == ["inchangé", "inchangé", "refusé"]
    assert "ni oui ni non" in lines(tried(national, "poles", file.format("peut-être")))[1][1]


def test_new_record_is_shown_as_the_file_says_it_before_it_is_written(known, national):
    held = tried(national, "structures", "Nom;Sigle;Remarque;Site\nAtelier <fictif>;AF;à revoir;https://example.org/\n")
    client = sign_in(Client(), national)

    shown = client.get(f"/admin/poles/import/{held.pk}/change/").content.decode()

    assert "nom : <ins>Atelier &lt;fictif&gt;</ins>" in shown and "sigle : <ins>AF</ins>" in shown
    assert "site : <ins>https://example.org/</ins>" in shown and "remarque : <ins>" not in shown


@pytest.mark.parametrize(
    ("text", "outcome"), [("Vaucluse (84)", "créé"), ("Drôme (38)", "refusé"), ("Vaucluse (26)", "refusé")]
)
def test_name_and_code_are_of_one_place(known, national, text, outcome):
    factories.departement("84", "Vaucluse", factories.region("93", "Provence-Alpes-Côte d'Azur"))

    for kind, file in (("partenariats", "pôle;collectivité\nPTCE-0001;{}\n"), ("poles", "nom;département\nPôle neuf;{}\n")):
        assert [one for one, _ in lines(tried(national, kind, file.format(text)))] == [outcome], kind


def test_communes_of_one_name_are_told_apart_by_the_code(known, national):
    for code in ("26900", "26901"):
        factories.commune(code, "Bonneville")
    file = "pôle;collectivité;niveau\nPTCE-0001;Bonneville;commune\n"

    ((outcome, reason),) = lines(tried(national, "partenariats", file))
    assert outcome == "refusé" and reason.endswith("répondent à « Bonneville » : donnez le code officiel")


def test_commune_tells_its_departement_when_one_only_has_that_name(known, national):
    factories.commune("01900", "Bonneville", factories.departement("01", "Ain"))
    factories.commune("26901", "Bonneville")
    file = "Raison sociale;Ville;Site\nA;Romans-sur-Isère;exemple.org\nB;Bonneville;\nC;;\nD;Nulle-Part;\n"

    held = tried(national, "structures", file)

    outcomes = lines(held)
    assert [outcome for outcome, _ in outcomes] == ["créé", "refusé", "créé", "refusé"]
    assert outcomes[1][1] == "département : à remplir ; une commune suffit si une seule porte ce nom"
    written(national, "structures", file)
    made = Organisation.objects.get(name="A")
    assert (made.commune.code, made.departement.code, made.website) == ("26281", "26", "https://exemple.org")


def test_code_alone_tells_a_pole_that_is_there(known, national):
    pole = factories.pole("Pôle à corriger", seat_commune=factories.commune())
    file = f"code PTCE;téléphone\n{pole.code};0475000000\nPTCE-0900;0475000000\n;0475000000\n"

    (outcome, _), *others = lines(written(national, "poles", file))

    assert outcome == "modifié"
    assert [reason for _, reason in others] == [
        "code ptce : aucun pôle n'a le code PTCE-0900 ; pour un nouveau, donnez aussi son nom",
        "nom : à remplir ; département : à remplir ; une commune suffit si une seule porte ce nom",
    ]
    pole.refresh_from_db()
    assert (pole.name, pole.seat_commune.name, pole.phone) == ("Pôle à corriger", factories.commune().name, "0475000000")


def test_structures_are_told_by_their_address_alone(known, national):
    kept = factories.organisation("À corriger")
    file = f"adresse;site\n{kept.slug};https://exemple.org/\ninconnue;https://exemple.org/\n"

    (outcome, _), (refused, reason) = lines(written(national, "structures", file))

    assert (outcome, refused) == ("modifié", "refusé") and "aucune structure n'a l'adresse « inconnue »" in reason
    assert Organisation.objects.get(pk=kept.pk).website == "https://exemple.org/"


def test_exported_poles_are_read_again_as_they_were(known, national):
    pole = factories.pole(
        "Pôle complet", acronym="PC", summary="Un résumé.", description="Deux\n\nparagraphes.", legal_form="scic",
        scale="intercommunale",
        founded_year=2014, ended_year=2024, members_announced=12, website="https://exemple.org/", email="pole@exemple.org",
        phone="04 75 00 00 00", seat_commune=factories.commune(), checked_on=datetime.date(2026, 1, 2), siren="732829320",
        last_evidence_on=datetime.date(2026, 2, 3), last_evidence_source="Rapport d'activité",
    )  # fmt: skip
    pole.sector_links.create(sector=factories.sector("insertion", "Insertion et emploi"))
    client = sign_in(Client(), national)
    form = client.get("/admin/poles/pole/export/").context["form"]
    ticked = {box.html_name: "on" for box in form.columns()}
    sent = client.post("/admin/poles/pole/export/?q=complet", {**ticked, "format": "0"})
    text = b"".join(sent.streaming_content) if sent.streaming else sent.content

    held = tried(national, "poles", text)

    assert lines(held) == [("inchangé", "Pôle complet")]
    assert imports.report_of(held).lines[0].code == pole.code
    left_out = set(held.table["columns"]) - set(held.columns)
    read = {"secteurs", "numéro", "sigle", "description", "échelle", "année de fin", "membres annoncés", "vérifié le"}
    assert not left_out & {*read, "adresse électronique générique", "téléphone générique"}, left_out
    assert not left_out & {"dernière preuve d'activité", "source de cette preuve"}, left_out


@pytest.mark.parametrize(
    ("kind", "model"), [("adhesions", "membership"), ("partenariats", "partnership"), ("reconnaissances", "recognition")]
)
def test_exported_rows_are_read_again_with_their_periods(known, national, kind, model):
    pole = factories.pole("Pôle complet", seat_commune=factories.commune())
    ended = {"period": ("2016-03-01", "2020-01-01"), "start_precision": "month", "end_precision": "day"}
    goes_on = {"period": ("2021-01-01", None), "start_precision": "year", "end_precision": "open"}
    for period in (ended, goes_on):
        if model == "membership":
            pole.memberships.create(organisation=Organisation.objects.get(), role="membre", **period)
        elif model == "partnership":
            pole.partnerships.create(collectivity=factories.departement(), **period)
        else:
            pole.recognitions.create(kind="aap-2013", source="Liste", **period)
    client = sign_in(Client(), national)
    form = client.get(f"/admin/poles/{model}/export/").context["form"]
    ticked = {box.html_name: "on" for box in form.columns()}
    sent = client.post(f"/admin/poles/{model}/export/", {**ticked, "format": "0"})
    text = (b"".join(sent.streaming_content) if sent.streaming else sent.content).decode("utf-8-sig")

    assert "2016-03" in text and "2019-12-31" in text and "en cours" in text
    assert [outcome for outcome, _ in lines(tried(national, kind, text))] == ["inchangé", "inchangé"]


def test_labels_and_sectors_are_known_by_their_words_and_told_so(known, national):
    factories.sector("bois", "Forêt et filière bois")
    file = "nom;département;secteurs;reconnaissances\nPôle neuf fictif;26;forêt et filière bois;{}\n"

    assert lines(tried(national, "poles", file.format("Lauréat de l'appel à projets 2015")))[0][0] == "créé"
    ((outcome, reason),) = lines(tried(national, "poles", file.format("appel inconnu").replace("forêt", "foret de")))
    assert outcome == "refusé" and "Forêt et filière bois" in reason and "Lauréat de l'appel à projets 2015" in reason


def test_recognitions_are_told_with_their_pole_and_the_charter_that_has_not_changed_is_left(known, national):
    pole = factories.pole("Pôle signataire", seat_commune=factories.commune())
    pole.recognitions.create(kind="charte", source="liste")
    file = "pôle;reconnaissance;source\n{0};charte;{1}\n{0};aap-2013;liste\n"

    held = tried(national, "reconnaissances", file.format(pole.code, "liste"))
    assert [line.name for line in imports.report_of(held).lines][1].startswith("Pôle signataire – ")
    assert [outcome for outcome, _ in lines(held)] == ["inchangé", "créé"]
    ((outcome, reason), _) = lines(tried(national, "reconnaissances", file.format(pole.code, "autre")))
    assert outcome == "refusé" and "la charte se tient au registre" in reason
