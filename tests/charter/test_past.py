"""Past signatories from a file: tried first, then written; a report line by line."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charter.models import Signature
from charter.services import signatures
from charter.services.past import import_signatories
from poles.models import Recognition
from tests import factories
from tests.charter.conftest import signed
from tests.poles.importing import lines, tried
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
HEADER = "pole,version,date,source\n"


@pytest.fixture
def pole(version, former):
    version.adopted_on, version.adopted_precision = datetime.date(2021, 6, 1), "month"
    version.save()
    return factories.pole("Pôle fictif", slug="pole-fictif")


@pytest.fixture
def file(tmp_path):
    def written(text):
        path = tmp_path / "signataires.csv"
        path.write_text(HEADER + text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("named", ["PTCE-0001", "pole-fictif", "POLE FICTIF"])
def test_line_is_added_as_it_is_known(pole, file, named):
    path = file(f"{named},2014,2015,https://example.org/liste\n")
    assert import_signatories(path).lines[0].outcome == "créé"
    assert Signature.objects.count() == 0  # dry
    import_signatories(path, wet=True)

    row = Signature.objects.get()
    assert (row.pole, str(row.period.lower), row.start_precision, row.source, row.state) == (
        pole, "2015-01-01", "year", "https://example.org/liste", "enregistree",
    )  # fmt: skip
    assert Recognition.objects.filter(pole=pole, kind="charte", start_precision="year").exists()
    assert import_signatories(path, wet=True).lines[0].outcome == "inchangé"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Inconnu,2014,2015,s", "aucun pôle ne s'appelle « Inconnu »"),
        ("PTCE-9999999999999999999999,2014,2015,s", "aucun pôle"),
        ("pole-fictif,2099,2015,s", "version : aucune n'a l'adresse « 2099 »"),
        ("pole-fictif,2014,hier,s", "Une année (2014)"),
        ("pole-fictif,2014,,s", "date : à remplir"),
        ("pole-fictif,2014,2190,s", "à venir"),
        ("pole-fictif,2021,2015,s", "avant l'adoption"),
        ("pole-fictif,2021,2021-05,s", "avant l'adoption"),
        ("pole-fictif,2014,2015,", "source : une signature passée"),
        ("pole-fictif,2014", "2 cellules pour 4 colonnes"),
        ("Double,2014,2015,s", "plusieurs pôles s'appellent"),
    ],
)
def test_wrong_line_is_refused_alone(pole, file, line, told):
    for _ in range(2):
        factories.pole("Double")
    report = import_signatories(file(f"{line}\nPTCE-0001,2014,2016-03,s\n"), wet=True)

    assert [one.outcome for one in report.lines] == ["refusé", "créé"]
    assert told in report.lines[0].reasons[0]
    assert Signature.objects.count() == 1


def test_two_versions_of_one_pole_in_any_order(pole, file):
    import_signatories(file("PTCE-0001,2021,2022,s\nPTCE-0001,2014,2015,s\n"), wet=True)

    assert list(Signature.objects.order_by("period").values_list("version__slug", "state")) == [
        ("2014", "renouvelee"), ("2021", "enregistree"),
    ]  # fmt: skip


@pytest.mark.parametrize("date", ["2021", "2021-06", "2021-06-01"])
def test_date_known_by_the_year_of_adoption_is_not_before_it(pole, file, date):
    assert import_signatories(file(f"PTCE-0001,2021,{date},s\n")).lines[0].outcome == "créé"


def test_signed_again_after_a_withdrawal(pole, version, keeper, file):
    gone = signed(pole, version, "2022-01-01")
    signatures.withdraw(keeper, gone.pk, "Fin.", datetime.date(2023, 1, 1))
    report = import_signatories(file("PTCE-0001,2021,2022-06,s\nPTCE-0001,2021,2024,s\n"), wet=True)

    assert [line.outcome for line in report.lines] == ["refusé", "créé"]


def test_command_is_dry_unless_told(pole, file):
    out = io.StringIO()
    call_command("import_signatories", file("PTCE-0001,2014,2015,s\n"), stdout=out)
    assert "Essai à blanc" in out.getvalue() and Signature.objects.count() == 0
    call_command("import_signatories", file("PTCE-0001,2014,2015,s\n"), "--wet-run", stdout=out)
    assert Signature.objects.count() == 1


def test_file_that_is_none_is_refused(tmp_path, version):
    path = tmp_path / "x.csv"
    path.write_text("nom;date\na;b\n", encoding="utf-8")

    with pytest.raises(CommandError, match="pole"):
        call_command("import_signatories", path)


def test_signature_of_the_register_is_left_as_it_is(pole, version, file):
    kept = signed(pole, version, "2022-03-04")
    report = import_signatories(file("PTCE-0001,2021,2023,autre\n"), wet=True)

    assert report.lines[0].outcome == "refusé" and "est au registre depuis le 4 mars 2022" in report.lines[0].reasons[0]
    assert Signature.objects.get() == kept


def test_signature_renewed_in_a_year_ended_in_that_year(pole, file):
    import_signatories(file("PTCE-0001,2014,2015-03,s\nPTCE-0001,2021,2023,s\n"), wet=True)

    ended = Signature.objects.get(state="renouvelee")
    assert (str(ended.period.upper), ended.end_precision) == ("2023-01-01", "year")
    assert "de mars 2015 à 2023" in Client().get(ended.get_absolute_url()).content.decode()


def test_date_that_is_none_is_quoted(pole, file):
    told = import_signatories(file("PTCE-0001,2014,2017-13-45,s\n")).lines[0].reasons

    assert told[0].startswith("date : « 2017-13-45 » est illisible.")


def test_lines_of_one_pole_stand_on_those_before_refused_ones_too(pole, file):
    """A line refused after it changed what is held of the pole leaves no trace of it for the next."""
    lines = [
        "PTCE-0001,2014,2015,https://example.org/a",
        "PTCE-0001,2021,2022-03-04," + "x" * 2_001,
        "PTCE-0001,2021,2022-03-04,https://example.org/b",
        "PTCE-0001,2021,2022-03-04,https://example.org/b",
    ]
    report = import_signatories(file("\n".join(lines) + "\n"), wet=True)

    assert [line.outcome for line in report.lines] == ["créé", "refusé", "créé", "inchangé"]
    assert list(Signature.objects.order_by("period").values_list("version__slug", "state", "source")) == [
        ("2014", "renouvelee", "https://example.org/a"),
        ("2021", "enregistree", "https://example.org/b"),
    ]
    assert [str(row.period.lower) for row in Recognition.objects.order_by("period")] == ["2015-01-01", "2022-03-04"]


def test_poles_are_read_and_told_together(version, file):
    """A line costs a savepoint, its end, its row and the normalising of its name, whatever else the file holds."""
    lines = [f"{factories.pole(f'Pôle fictif {number}').code},2021,2022,Essai" for number in range(1, 41)]
    import_signatories(file(lines[0] + "\n"))  # what is read once a process
    counts = []
    for taken in (20, 40):
        with CaptureQueriesContext(connection) as queries:
            import_signatories(file("\n".join(lines[:taken]) + "\n"))
        counts.append(len(queries))

    assert counts[1] - counts[0] <= 20 * 4


def test_exported_signatures_are_read_again_as_they_were(pole, version, former, keeper):
    signed(pole, former, "2015-03")
    other = factories.pole("Autre pôle fictif")
    signed(other, version, "2022")
    client = sign_in(Client(), keeper)
    shown = client.get("/admin/charter/signature/?file=en-cours").content.decode()
    assert ">2015-03<" in shown and ">2022<" in shown
    ticked = {box.html_name: "on" for box in client.get("/admin/charter/signature/export/").context["form"].columns()}
    sent = client.post("/admin/charter/signature/export/?file=en-cours", {**ticked, "format": "0"})
    text = (b"".join(sent.streaming_content) if sent.streaming else sent.content).decode("utf-8-sig")

    assert [outcome for outcome, _ in lines(tried(keeper, "signatures", text))] == ["inchangé", "inchangé"]
    changed = text.replace("2015-03", "2016")
    told = dict(lines(tried(keeper, "signatures", changed)))
    assert "ne change pas de date" in told["refusé"]
