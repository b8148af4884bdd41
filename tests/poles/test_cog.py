"""Loading of the official code: whole, again, later, and broken."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from poles.management.commands.prepare import Command
from poles.models import Collectivity, EpciDepartement, FormerCommune
from tests import factories
from tests.poles.cog_files import FILES, write, write_vintage

pytestmark = pytest.mark.django_db


def load(directory, **options):
    call_command("load_cog", str(directory), **options)


def place(level, code):
    return Collectivity.objects.get(level=level, code=code)


def without(name, start):
    """A file without the lines that begin so."""
    return {name: "".join(line for line in FILES[f"{name}.csv"].splitlines(True) if not line.startswith(start))}


def test_levels_codes_and_links_are_loaded(tmp_path):
    load(write(tmp_path))

    trevoux = place("commune", "01427")
    assert (trevoux.name, trevoux.departement, trevoux.region) == ("Trévoux", place("departement", "01"), place("region", "84"))
    assert (trevoux.epci, trevoux.population, trevoux.point_precision) == (place("epci", "200000172"), 6960, "commune")
    assert place("commune", "26001").postal_codes == ["26100", "26101"]
    assert (place("commune", "26002").latitude, place("commune", "26002").population) == (None, None)
    straddling = EpciDepartement.objects.filter(epci__code="200000172").values_list("departement__code", flat=True)
    assert sorted(straddling) == ["01", "26"]
    assert {former.name: former.commune.code for former in FormerCommune.objects.all()} == {
        "Arbignieu": "01015",
        "Ancien-Bourg": "26281",
    }


def test_prepare_leaves_a_newer_official_code_alone(tmp_path):
    load(write_vintage(tmp_path, 2027))

    assert "le millésime 2027, plus récent, est déjà chargé" in Command()._cog()
    assert Collectivity.objects.get(level="commune", code="01427").vintage == 2027


def test_loading_again_changes_nothing(tmp_path):
    directory = write(tmp_path)
    load(directory)
    events = Collectivity.events.rel.related_model
    before = (events.objects.count(), list(Collectivity.objects.order_by("pk").values()))

    load(directory)

    assert (events.objects.count(), list(Collectivity.objects.order_by("pk").values())) == before


def test_later_vintage_updates_ends_and_names_the_successor(tmp_path):
    load(write(tmp_path, communes=FILES["communes.csv"] + _many_communes()))
    ended = place("commune", "01015")
    pole = factories.pole(seat_commune=ended)
    merged = FILES["communes.csv"].replace("01015,Arboys en Bugey,01,84,200000172,210100152,645,01300,45.7,5.6,epci\n", "")
    renamed = merged.replace("Trévoux", "Trévoux-la-Neuve")
    others = FILES["other_communes.csv"].replace("Arbignieu,commune-deleguee,01015", "Arbignieu,commune-deleguee,01427")

    load(write_vintage(tmp_path, 2027, communes=renamed + _many_communes(), other_communes=others))

    ended.refresh_from_db()
    assert (ended.ended_vintage, ended.successor, ended.vintage) == (2027, place("commune", "01427"), 2026)
    assert place("commune", "01427").name == "Trévoux-la-Neuve"
    pole.refresh_from_db()
    assert pole.seat_commune == ended
    assert FormerCommune.objects.get(code="01015").commune.code == "01427"


def test_commune_that_comes_back_is_current_again(tmp_path):
    load(write(tmp_path, communes=FILES["communes.csv"] + _many_communes()))
    load(write_vintage(tmp_path, 2027, communes=without("communes", "26001")["communes"] + _many_communes()))
    assert place("commune", "26001").ended_vintage == 2027

    load(write_vintage(tmp_path, 2028, communes=FILES["communes.csv"] + _many_communes()))

    assert place("commune", "26001").ended_vintage is None


def _many_communes():
    """Enough of them for the end of one to be plausible."""
    return "".join(f"26{number},Commune {number},26,84,,,,,,,\n" for number in range(500, 530))


# A file, what is replaced in it and by what, what is told.
SPOILT = [
    ("regions", "84,Auv", "8A,Auv", "regions.csv, 8A : code « 8A » n'a pas la forme attendue"),
    ("regions", ",metro", ",lune", "zone « lune » n'est pas dans la liste"),
    ("regions", "Guadeloupe", "x" * 201, "nom de 201 caractères"),
    ("regions", "Guadeloupe", "日本", "le nom « 日本 » n'a ni lettre latine ni chiffre"),
    ("regions", "Guadeloupe", "", "regions.csv, 01 : le nom manque"),
    ("departements", "46.06", "nan", "lat « nan » n'est pas un nombre de degrés"),
    ("departements", "46.06", "inf", "lat « inf » n'est pas un nombre de degrés"),
    ("departements", "46.06", "91", "lat « 91 » n'est pas un nombre de degrés (de -90 à 90)"),
    ("departements", ",5.28", ",", "lon «  » n'est pas un nombre de degrés"),
    ("epci", ",CA,", ",SYNDICAT,", "type « SYNDICAT » n'est pas dans la liste"),
    ("epci", "226000", "-1", "population « -1 »"),
    ("epci", "226000", "1_000", "population « 1_000 »"),
    ("epci", "226000", "99999999999", "population « 99999999999 »"),
    ("epci", "200000172,CC", "20000017,CC", "siren « 20000017 » n'a pas la forme attendue"),
    ("communes", ",4.77,commune", ",4.77,", "un point a une précision"),
    ("communes", ",84,200000172,210104279", ",01,200000172,210104279", "region « 01 » n'est pas celle du département 01"),
    ("communes", "26100|26101", "26100|2610", "codes_postaux « 26100|2610 »"),
    ("communes", "01427,", "427,", "code « 427 » n'a pas la forme attendue"),
    ("other_communes", "01015,Arbignieu", ",Arbignieu", "code «  » n'a pas la forme attendue"),
    ("other_communes", "commune-associee", "hameau", "type « hameau » n'est pas dans la liste"),
    (
        "other_communes",
        "26999,Ancien-Bourg,commune-associee",
        "01015,Bis,commune-deleguee",
        "le code « 01015 » figure deux fois",
    ),
]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"regions": ""}, "regions.csv : le fichier est vide"),
        ({"regions": "code,nom,chef_lieu,zone\n"}, "n'a que sa ligne d'en-tête"),
        ({"regions": "code,nom\n01,Guadeloupe\n"}, "il manque les colonnes chef_lieu, zone"),
        ({"departements": FILES["departements.csv"].replace("Ain,84", "Ain,99")}, "region « 99 » n'existe pas"),
        ({"departements": FILES["departements.csv"] + "26,Drôme,84,26362,metro,44.73,5.22\n"}, "figure deux fois"),
        ({"epci": FILES["epci.csv"].replace("01|26", "01|99")}, "departements « 99 » n'existe pas"),
        (
            {"communes": FILES["communes.csv"].replace("6960", "beaucoup")},
            "population « beaucoup » n'est pas un nombre d'habitants",
        ),
        ({"communes": FILES["communes.csv"].replace("45.94", "45,94")}, "ligne 3 : 12 cellules pour 11 colonnes"),
        ({"communes": FILES["communes.csv"].replace("01427,Trévoux,01,84,200000172", "01427,Trévoux,01,84,1")}, "epci « 1 »"),
        ({"other_communes": FILES["other_communes.csv"].replace(",26281", ",99999")}, "commune_actuelle « 99999 »"),
        ({"communes": FILES["communes.csv"].replace(",epci\n", ",ailleurs\n")}, "précision de point inconnue"),
        (without("communes", "26001"), "disparaîtraient"),
        *[({name: FILES[f"{name}.csv"].replace(old, new)}, told) for name, old, new, told in SPOILT],
    ],
)
def test_broken_file_changes_nothing(tmp_path, changes, told):
    load(write(tmp_path))
    before = list(Collectivity.objects.order_by("pk").values())

    with pytest.raises(CommandError, match="Rien n'a été écrit") as error:
        load(write_vintage(tmp_path, 2027, **changes))

    assert told in str(error.value)
    assert list(Collectivity.objects.order_by("pk").values()) == before


def test_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        load(tmp_path / "cog-2026")


def test_older_vintage_is_refused(tmp_path):
    load(write(tmp_path))

    with pytest.raises(CommandError, match="2025 est plus ancien"):
        load(write_vintage(tmp_path, 2025))


def test_vintage_is_asked_when_the_folder_does_not_say_it(tmp_path):
    directory = write(tmp_path).rename(tmp_path / "code")

    with pytest.raises(CommandError, match="--vintage"):
        load(directory)
    load(directory, vintage=2026)

    assert Collectivity.objects.count() == 13


def test_reform_that_ends_many_is_taken_when_told_so(tmp_path):
    load(write(tmp_path))

    load(write_vintage(tmp_path, 2027, **without("communes", "26001")), accept_ended=True)

    assert place("commune", "26001").ended_vintage == 2027


def test_same_vintage_corrected_ends_what_it_no_longer_holds(tmp_path):
    load(write(tmp_path))

    load(write(tmp_path, **without("communes", "26001")), accept_ended=True)

    assert place("commune", "26001").ended_vintage == 2026


def test_departement_that_changes_region_takes_its_communes_along(tmp_path):
    load(write(tmp_path))
    moved = {name: FILES[f"{name}.csv"] for name in ("departements", "communes")}
    moved["departements"] = moved["departements"].replace("Ain,84", "Ain,01")
    moved["communes"] = moved["communes"].replace(",01,84,", ",01,01,")

    load(write_vintage(tmp_path, 2027, **moved))

    assert place("commune", "01427").region == place("region", "01")


@pytest.mark.parametrize("vintage", [1, 99999])
def test_vintage_out_of_reason_is_refused(tmp_path, vintage):
    with pytest.raises(CommandError, match="ce n'est pas l'année d'un code officiel"):
        load(write(tmp_path), vintage=vintage)
