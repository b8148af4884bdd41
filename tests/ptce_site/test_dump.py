"""A backup restored elsewhere is equal, and works."""

import pytest

from tests.ptce_site.copies import copy_of_the_project


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project whose database holds the real poles."""
    with copy_of_the_project(tmp_path_factory.mktemp("d")) as made:
        result = made.manage("prepare")
        assert result.returncode == 0, result.stderr
        yield made


def content(copy):
    """Every row of every table, in order; every trigger, function and constraint (whose text a reload writes otherwise).

    Less the stamp of public pages, which a restore renews.
    """
    result = copy.manage("shell", "--no-imports", "-c", _CONTENT)
    assert result.returncode == 0, result.stderr
    return result.stdout


_CONTENT = """
import hashlib
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ 'contentversion' ORDER BY 1")
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)), count(*) FROM "{table}" t')
        print(table, *cursor.fetchone())
    for query in (
        "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT conname, conrelid::regclass::text, contype FROM pg_constraint WHERE contype <> 't'",
        "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'",
        "SELECT extname FROM pg_extension",
    ):
        cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)), count(*) FROM ({query}) t")
        print(*cursor.fetchone())
"""


def test_restored_copy_is_equal_and_works(copy, tmp_path):
    file = tmp_path / "sauvegarde.dump"
    before = content(copy)
    assert copy.manage("backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert copy.manage("shell", "--no-imports", "-c", _SPOIL).returncode == 0
    assert content(copy) != before

    refused = copy.manage("restore", str(file))
    restored = copy.manage("restore", str(file), "--replace")

    assert refused.returncode == 1
    assert "n'est pas vide" in refused.stderr
    assert restored.returncode == 0, restored.stderr
    assert content(copy) == before
    assert "déjà là" in copy.manage("prepare").stdout
    server = copy.serve()
    assert copy.get("/poles/clus-ter-jura/") == 200
    server.terminate()
    server.communicate(timeout=30)
    written = copy.manage("shell", "--no-imports", "-c", _WRITE)
    assert written.stdout.strip() == "PTCE-0062 2"


_SPOIL = """
from poles.models import Pole, Source
Source.objects.all().delete()
Pole.objects.filter(number=6).update(name="Perdu")
"""
# The functions, triggers and counters of the restored database still do their work.
_WRITE = """
from poles.models import Collectivity, Pole
place = Collectivity.objects.get(level="departement", code="39")
pole = Pole.objects.create(name="Nouveau", slug="nouveau", seat_departement=place)
Pole.objects.filter(pk=pole.pk).update(slug="plus-nouveau")
print(pole.code, pole.events.count())
"""


def test_restore_brings_back_no_stamp_already_served(copy, tmp_path):
    """The number of the content comes back with the rows; a page seen before the restore must not pass for one of after."""
    file = tmp_path / "sauvegarde.dump"
    assert copy.manage("backup", str(file)).returncode == 0
    served = edit(copy, "Nom erroné").split()
    assert copy.manage("restore", str(file), "--replace").returncode == 0

    after = edit(copy, "Autre nom").split()

    assert served[0] == after[0]
    assert served[1] != after[1]


def edit(copy, name):
    """Change a pole; answer the number of the content and the stamp of its pages."""
    result = copy.manage("shell", "--no-imports", "-c", _EDIT.format(name=name))
    assert result.returncode == 0, result.stderr
    return result.stdout


_EDIT = """
from poles.models import Pole
from django.test import RequestFactory
from ptce_site.content_version import page_stamp
from ptce_site.models import ContentVersion
Pole.objects.filter(number=6).update(name="{name}")
print(ContentVersion.objects.get(), page_stamp(RequestFactory().get("/")).split("-", 1)[1])
"""


@pytest.mark.parametrize("kept", [0, 10, 3000, 1_000_000, 2_000_000])
def test_backup_cut_short_changes_nothing(copy, tmp_path, kept):
    whole, cut = tmp_path / "entiere.dump", tmp_path / "coupee.dump"
    assert copy.manage("backup", str(whole)).returncode == 0
    cut.write_bytes(whole.read_bytes()[:kept])
    before = content(copy)

    result = copy.manage("restore", str(cut), "--replace")

    assert result.returncode == 1
    assert "ce n'est pas une sauvegarde entière, rien n'a été changé" in result.stderr
    assert content(copy) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("backup", ""), "dites où écrire"),
        (("restore", ""), "dites quel fichier"),
        (("restore", "rien.dump", "--replace"), "n'existe pas"),
        (("backup", "/nulle/part/x.dump"), "ne peut pas être écrit"),
        (("backup", "/etc/passwd/x"), "ne peut pas être écrit"),
        (("backup", "/"), "c'est un dossier"),
        (("backup", "."), "c'est un dossier"),
        (("create_staff", "pas une adresse"), "EMAIL=pas une adresse"),
    ],
)
def test_wrong_file_is_one_clear_line(copy, arguments, told):
    result = copy.manage(*arguments)

    assert result.returncode == 1
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_backup_restores_on_a_fresh_machine(copy, tmp_path_factory):
    """An empty database needs no --replace, and needs nothing prepared before."""
    file = tmp_path_factory.mktemp("f") / "sauvegarde.dump"
    assert copy.manage("backup", str(file)).returncode == 0

    with copy_of_the_project(tmp_path_factory.mktemp("n")) as fresh:
        restored = fresh.manage("restore", str(file))

        assert restored.returncode == 0, restored.stderr
        assert content(fresh) == content(copy)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (["staff", "EMAIL=prenom@example.org"], "la base n'est pas prête : lancez d'abord make run"),
        (["backup", "FILE=x.dump"], "la base est vide"),
        (["restore", "FILE=x.dump"], "n'existe pas"),
        (["restore"], "dites quel fichier"),
    ],
)
def test_targets_of_make_say_what_to_do_first(tmp_path, target, told):
    with copy_of_the_project(tmp_path) as fresh:
        result = fresh.make(*target)

        assert result.returncode != 0
        assert told in result.stderr
        assert len([line for line in result.stderr.splitlines() if not line.startswith("make")]) == 1


def test_targets_of_make_do_it(copy, tmp_path):
    file = tmp_path / "sauvegarde.dump"

    staff = copy.make("staff", "EMAIL=prenom@example.org", f"PORT={copy.port}")
    saved = copy.make("backup", f"FILE={file}")
    restored = copy.make("restore", f"FILE={file}", "REPLACE=1")

    assert f"http://127.0.0.1:{copy.port}/compte/mot-de-passe/" in staff.stdout
    assert (saved.returncode, restored.returncode) == (0, 0), saved.stderr + restored.stderr
    assert file.stat().st_size > 1_000_000
