"""Files imported from the back office: sent, matched, tried, written, undone."""

import datetime
import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from charter.models import Signature
from poles import tasks
from poles.models import Import, Membership, Operation, Organisation, Partnership, Pole, Recognition
from poles.services import imports, operations
from poles.services.files import BrokenFile
from poles.services.import_kinds import kind_of, kinds
from poles.services.import_lines import Outcome
from tests import factories
from tests.poles.back_office import ROLES, client_of
from tests.poles.business import rows
from tests.poles.importing import SIRET, lines, receive, tried, written
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
ROOT = "/admin/poles/import/"
SIREN = SIRET[:9]


@pytest.fixture
def national():
    return factories.staff()


# One file of each kind: what it says, in two lines that are right and one that is not.
FILES = {
    "poles": "Nom;Département;Site web\nPôle des Lilas;26;https://example.org/\nPôle des Roses;01;\nPôle perdu;99;\n",
    "structures": f"Dénomination;SIRET;Commune;Département\nAtelier fictif;{SIRET};;\nFournil fictif;;Trévoux;01\nX;12345;;\n",
    "adhesions": "PTCE;Structure;Rôle;Depuis;Jusqu'à\nPTCE-0001;Porteuse;porteur;2014;en cours\n"
    "Pôle connu;Porteuse;membre;2010;2012\nPTCE-0001;Inconnue;;;\n",
    "partenariats": "PTCE;Collectivité;Niveau;Rôles;Montant;Depuis\nPTCE-0001;26;departement;Impulsion;1 200,50;2019-03\n"
    "PTCE-0001;84;region;;;\nPTCE-0001;26;departement;inconnu;;2019-03\n",
    "reconnaissances": "PTCE;Label;Par qui;Depuis;Source\nPTCE-0001;aap-2013;État;2014-01-10;https://example.org/\n"
    "PTCE-0001;pole-temoin;Le Labo;;\nPTCE-0001;charte;;;\n",
    "signatures": "PTCE;Version;Date;Source\nPTCE-0001;2014;2015;liste\nPôle connu;2021;2022-03;liste\nInconnu;2014;2015;x\n",
}
MADE = {
    "poles": Pole, "structures": Organisation, "adhesions": Membership, "partenariats": Partnership,
    "reconnaissances": Recognition, "signatures": Signature,
}  # fmt: skip


def test_call_that_the_list_does_not_name_is_named_beside(national, known):
    text = (
        "pôle;reconnaissance;nom de l'appel;depuis\n"
        "PTCE-0001;autre-appel;Tremplin fictif;2027\nPTCE-0001;autre-appel;Essor fictif;2027\n"
        "PTCE-0001;autre-appel;;2027\nPTCE-0001;ami-2024;Tremplin fictif;2024\n"
    )
    held = written(national, "reconnaissances", text)

    assert [outcome for outcome, _ in lines(held)] == ["créé", "créé", "refusé", "refusé"]
    assert lines(held)[2][1] == "nom de l'appel : à remplir pour « autre-appel », et pour lui seul"
    assert sorted(Recognition.objects.values_list("call_name", flat=True)) == ["Essor fictif", "Tremplin fictif"]
    assert [outcome for outcome, _ in lines(tried(national, "reconnaissances", text))][:2] == ["inchangé", "inchangé"]


@pytest.mark.parametrize("kind", FILES)
def test_file_of_each_kind_is_tried_then_written_then_undone(known, national, kind):
    before, count = rows(), MADE[kind].objects.count()
    held = tried(national, kind, FILES[kind])

    assert held.state == "essaye" and rows() == before
    assert [outcome for outcome, _ in lines(held)] == ["créé", "créé", "refusé"], lines(held)
    dry = held.report
    imports.write(national, held.pk)
    imports.work(held.pk)
    held.refresh_from_db()
    assert held.state == "ecrit" and MADE[kind].objects.count() == count + 2
    assert [line | {"code": ""} for line in held.report["lines"]] == [line | {"code": ""} for line in dry["lines"]]

    again = tried(national, kind, FILES[kind])
    assert [outcome for outcome, _ in lines(again)] == ["inchangé", "inchangé", "refusé"], lines(again)
    operations.undo(national, held.operation_id)
    assert rows() == before


def test_every_kind_has_its_file():
    assert {kind.slug for kind in kinds()} == set(FILES) == set(MADE)


def test_columns_are_matched_by_name_nearly_and_once():
    matched = kind_of("poles").matched(["Nom du pole", "departement code", "SITE INTERNET", "Nom", "Communne", "Télécopie"])

    assert matched == {
        "departement code": "departement_code", "SITE INTERNET": "website", "Nom du pole": "name", "Communne": "commune",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"nom": "name"}, "Dites quelle colonne est « département »"),
        ({"nom": "name", "département": "name"}, "« nom » est pris de deux colonnes"),
        ({"autre": "name", "département": "inventée"}, "Dites quelle colonne est « nom »"),
    ],
)
def test_columns_that_do_not_do_are_told(national, columns, told):
    held = receive(national, "poles", "nom;département\nLilas;26\n")
    with pytest.raises(ValidationError) as refusal:
        imports.try_out(national, held.pk, columns)

    assert told in " ".join(refusal.value.messages)
    held.refresh_from_db()
    assert held.state == "recu"


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("structures", "nom;siret\nA;3282932000074\n", "SIRET"),
        ("structures", f"nom;siret\nA;{SIRET}\nB;{SIRET}\n", "même fiche que la ligne 2"),
        ("structures", "nom;siret;site\nA;;pas une adresse\n", "site : « pas une adresse »"),
        ("structures", "nom;forme juridique\nA;sarl\n", "forme juridique : forme juridique inconnue « sarl »"),
        ("structures", "nom;commune\nA;Nulle-Part\n", "département : à remplir"),
        ("structures", "nom;adresse de la page\nA;nulle-part\n", "aucune structure n'a l'adresse"),
        ("structures", f"nom\n{'x' * 251}\n", "nom : "),
        ("adhesions", "pôle;structure\nPTCE-0099;Porteuse\n", "pôle : aucun pôle"),
        ("adhesions", "pôle;structure;depuis\nPTCE-0001;Porteuse;hier\n", "Une année (2014)"),
        ("adhesions", "pôle;structure;depuis;jusqu'à\nPTCE-0001;Porteuse;2020;2019\n", "La fin doit suivre le début"),
        ("adhesions", "pôle;structure\nPTCE-0001;Porteuse\nPTCE-0001;Porteuse\n", "même fiche que la ligne 2"),
        ("adhesions", "pôle;structure;depuis;jusqu'à\nPTCE-0001;Porteuse;2014;2018\nPTCE-0001;Porteuse;2016;2020\n",
         "Cette structure est déjà membre du pôle pendant cette période."),
        ("partenariats", "pôle;collectivité\nPTCE-0001;Nulle part\n", "collectivité : aucune collectivité"),
        ("partenariats", "pôle;collectivité;montant\nPTCE-0001;Trévoux;beaucoup\n", "montant : « beaucoup »"),
        ("partenariats", "pôle;collectivité\nPTCE-0001;1427\n", "proposé : 01427"),
        ("reconnaissances", "pôle;label\nPTCE-0001;charte\n", "se tient au registre"),
        ("reconnaissances", "pôle;label\nPTCE-0001;inventé\n", "reconnaissance inconnue « inventé »"),
        ("poles", "nom;département\nTrop;26;de trop\n", "3 cellules pour 2 colonnes"),
    ],
)  # fmt: skip
def test_wrong_line_says_why(known, national, kind, text, told):
    outcome, reason = lines(tried(national, kind, text))[-1]

    assert (outcome, told in reason) == ("refusé", True), reason


def test_lines_do_not_change_what_later_lines_are_compared_with(known, national):
    factories.organisation("Atelier fictif", siren=SIREN)
    factories.organisation("Fournil fictif")
    told = lines(tried(national, "structures", f"nom;siren;sigle\nFournil fictif;{SIREN};A\nFournil fictif;;F\n"))

    assert told[0][0] == "refusé" and "plusieurs structures" in told[0][1]
    assert told[1] == ("modifié", "Fournil fictif")


def test_csv_of_too_many_lines_is_refused(national):
    with pytest.raises(BrokenFile, match="plus de 20000 lignes"):
        receive(national, "structures", "nom\n" + "A fictive\n" * 20_001)


def test_empty_cell_erases_nothing_and_change_is_told(known, national):
    factories.organisation("Atelier fictif", siret=SIRET, website="https://example.org/")
    held = written(national, "structures", f"nom;siret;site;sigle\nAtelier fictif;{SIRET};;AF\n")

    (line,) = imports.report_of(held).lines
    assert [(change.field, change.before, change.after) for change in line.changes] == [("sigle", "", "AF")]
    row = Organisation.objects.get(name="Atelier fictif")
    assert (row.acronym, row.website) == ("AF", "https://example.org/")


def test_undated_row_takes_the_dates_of_the_file(known, national):
    organisation = Organisation.objects.get(name="Porteuse")
    row = Membership.objects.create(pole=known, organisation=organisation)
    held = written(national, "adhesions", "pôle;structure;depuis;jusqu'à\nPTCE-0001;Porteuse;2014;en cours\n")

    assert [str(line.changes[0]) for line in imports.report_of(held).lines] == [
        "période : «  » → « depuis 2014, toujours en cours »"
    ]
    assert Membership.objects.get().pk == row.pk


def test_what_changed_since_keeps_the_whole_import(known, national):
    held = written(national, "structures", "nom\nA fictive\nB fictive\n")
    Organisation.objects.filter(name="B fictive").update(acronym="BF")
    before = rows()

    with pytest.raises(ValidationError) as refusal:
        operations.undo(national, held.operation_id)
    assert refusal.value.messages == ["Changé depuis : rien n'est annulé.", "structure : B fictive"]
    assert rows() == before


def test_numbers_of_what_was_undone_are_not_given_again(known, national):
    for kind in ("poles", "signatures"):
        held = written(national, kind, FILES[kind])
        operations.undo(national, held.operation_id)
    again = written(national, "poles", FILES["poles"])
    written(national, "signatures", FILES["signatures"])

    assert [line.code for line in imports.report_of(again).lines] == ["PTCE-0004", "PTCE-0005", ""]
    assert sorted(Signature.objects.values_list("number", flat=True)) == [3, 4]


def test_double_click_and_a_second_job_write_once(known, national):
    held = tried(national, "structures", "nom\nA fictive\n")
    for _ in range(2):
        imports.write(national, held.pk)
    for _ in range(2):
        tasks.import_file.func(held.pk)

    assert Organisation.objects.filter(name="A fictive").count() == 1
    assert Operation.objects.count() == 1


def test_job_killed_in_the_middle_begins_anew(known, national, monkeypatch):
    held = tried(national, "structures", "nom\nA fictive\nB fictive\n")
    imports.write(national, held.pk)
    before, take = rows(), imports.kind_of("structures").importer(national).take

    def dies(self, line, cells):
        if line == 3:
            raise KeyboardInterrupt  # as the signal that stops a worker
        return take(line, cells)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("poles.services.import_resources.LineResource.take", dies)
        imports.work(held.pk)
    held.refresh_from_db()
    assert rows() == before and held.state == "ecriture"
    imports.work(held.pk)
    assert Organisation.objects.filter(name__in=["A fictive", "B fictive"]).count() == 2


def test_error_that_nobody_expected_is_told_and_writes_nothing(known, national, monkeypatch):
    held = tried(national, "structures", "nom\nA fictive\n")
    imports.write(national, held.pk)
    before = rows()
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr("poles.services.import_resources.LineResource.take", lambda *_: 1 / 0)
        imports.work(held.pk)

    held.refresh_from_db()
    assert held.state == "echec" and rows() == before
    imports.try_out(national, held.pk, held.columns)
    imports.work(held.pk)
    assert Import.objects.get().state == "essaye"


def test_progress_is_seen_while_the_job_goes_on(known, national, monkeypatch):
    held = receive(national, "structures", "nom\n" + "".join(f"Structure numéro {number}\n" for number in range(250)))
    imports.try_out(national, held.pk, held.columns)
    seen, other = [], connection.copy()
    tell = imports._Progress.__call__

    def told(self, done, of):
        tell(self, done, of)
        with other.cursor() as cursor:
            cursor.execute("SELECT done FROM poles_import")
            seen.append(cursor.fetchone()[0])

    monkeypatch.setattr(imports._Progress, "__call__", told)
    try:
        imports.work(held.pk)
    finally:
        other.close()
    assert seen == [100, 200, 250]


def test_what_files_held_is_erased_after_a_month(known, national):
    done, abandoned = written(national, "structures", "nom\nA fictive\n"), receive(national, "poles", "nom\nB\n")
    late = receive(national, "poles", "nom\nC\n")
    Import.objects.exclude(pk=late.pk).update(sent_at=timezone.now() - imports.KEPT_FOR - datetime.timedelta(minutes=1))
    tasks.erase_old_imports.func(0)

    done.refresh_from_db()
    assert (done.table, done.report, done.counts[Outcome.CREATED]) == (None, None, 1)
    assert not Import.objects.filter(pk=abandoned.pk).exists() and Import.objects.get(pk=late.pk).table
    assert sign_in(Client(), national).get(f"{ROOT}{done.pk}/change/").status_code == 200


def test_file_too_large_or_old_is_refused_at_once(national, monkeypatch):
    large = SimpleUploadedFile("gros.csv", b"x")
    large.size = 200 * 2**20
    with pytest.raises(BrokenFile, match="plus de 50 Mo"):
        imports.receive(national, "poles", large)
    with pytest.raises(BrokenFile, match="ancien format XLS"):
        receive(national, "poles", b"\xd0\xcf\x11\xe0rest", "vieux.xls")
    assert not Import.objects.exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "stranger"])
def test_who_may_import_what(known, role):
    person = (
        factories.user("cra@example.org", role="regionale", region_codes=["84"]) if role == "regional staff" else ROLES[role]()
    )
    for kind in kinds():
        allowed = role == "national staff" or role == "staff without a second factor"
        allowed = allowed or (role == "staff without rights" and kind.slug == "signatures")
        if allowed:
            assert receive(person, kind.slug, FILES[kind.slug]).by == person
        else:
            with pytest.raises(PermissionDenied):
                receive(person, kind.slug, FILES[kind.slug])


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_address_of_imports(known, role):
    maker = factories.user("autre@example.org", role="nationale")
    held = receive(maker, "structures", "nom\nStructure secrète\n")
    signatures = receive(maker, "signatures", FILES["signatures"])
    client = client_of(role)
    pages = [ROOT, f"{ROOT}add/", f"{ROOT}{held.pk}/change/", f"{ROOT}{held.pk}/refusees.csv", f"{ROOT}modele/structures.csv"]

    for address, method in itertools.product(pages, ("get", "head", "post", "put", "patch", "delete")):
        answer = getattr(client, method)(address)
        if role == "national staff":
            assert answer.status_code in (200, 302, 405, 422), (address, method, answer.status_code)
        elif role == "staff without rights":  # who keeps the charter: only its signatures
            assert answer.status_code in ((200, 302, 405, 422) if address in pages[:2] else (404,)), (address, method)
        else:
            assert answer.status_code in (302, 403), (address, method)
        assert role == "national staff" or "secrète" not in answer.content.decode()
    own = client.get(f"{ROOT}{signatures.pk}/change/").status_code
    assert own == 200 if role in ("national staff", "staff without rights") else own in (302, 403)
    assert Organisation.objects.filter(name="Structure secrète").count() == 0


def test_pages_from_sending_to_writing(known, national, django_assert_max_num_queries):
    client = sign_in(Client(), national)
    assert client.post(f"{ROOT}add/", {"contenu": "structures"}).status_code == 422
    bad = client.post(f"{ROOT}add/", {"contenu": "structures", "fichier": SimpleUploadedFile("a.csv", b"nom\n=1+1\n")})
    assert bad.status_code == 422 and "une formule" in bad.content.decode()
    text = f"Dénomination;Ville inconnue;SIRET\nA fictive;Lyon;{SIRET}\nB fictive;;123\n".encode()
    sent = client.post(f"{ROOT}add/", {"contenu": "structures", "fichier": SimpleUploadedFile("a.csv", text)})
    page = client.get(sent["Location"])
    shown = page.content.decode()
    assert "Colonnes à vérifier" in shown and "A fictive" in shown and '<option value="nom" selected>' in shown

    pk = Import.objects.get().pk
    wrong = client.post(sent["Location"], {"action": "essayer", "colonne-0": "", "colonne-1": "", "colonne-2": "siret"})
    assert wrong.status_code == 422 and "Dites quelle colonne est « nom »" in wrong.content.decode()
    client.post(sent["Location"], {"action": "essayer", "colonne-0": "nom", "colonne-1": "", "colonne-2": "siret"})
    going = client.get(sent["Location"]).content.decode()
    assert "Essai en cours" in going and "<progress" in going and "Actualiser" in going
    imports.work(pk)
    with django_assert_max_num_queries(12):
        done = client.get(sent["Location"]).content.decode()
    assert "Importer 1 ligne" in done and "n&#x27;est pas un numéro SIRET" in done
    refused = client.get(f"{ROOT}{pk}/refusees.csv").content.decode()
    assert "B fictive;;123;" in refused and "A fictive" not in refused
    client.post(sent["Location"], {"action": "importer"})
    imports.work(pk)
    over = client.get(sent["Location"]).content.decode()
    assert "Voir l'opération" in over or "Voir l&#x27;opération" in over
    assert "nouvelles : 1" in client.get(ROOT).content.decode()
