"""Migrations run forward and back, on a database that holds data."""

import pytest

from tests.ptce_site.copies import copy_of_the_project


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    with copy_of_the_project(tmp_path_factory.mktemp("m")) as made:
        result = made.manage("prepare")
        assert result.returncode == 0, result.stderr
        yield made


def test_role_of_staff_goes_and_comes_back(copy):
    role = "from accounts.models import User; print(User.objects.get().role, User.objects.get().is_superuser)"
    assert copy.manage("create_staff", "cellule@example.org").returncode == 0
    for target in ("0002", "0003"):
        result = copy.manage("migrate", "accounts", target)
        assert result.returncode == 0, result.stderr
    assert copy.manage("migrate").returncode == 0

    assert copy.manage("shell", "--no-imports", "-c", role).stdout.strip() == "nationale True"


def test_tables_go_and_come_back(copy):
    for arguments in (
        ("migrate", "cell", "zero"),
        ("migrate", "charter", "zero"),
        ("migrate", "poles", "zero"),
        ("migrate", "ptce_site", "zero"),
        ("migrate", "accounts", "zero"),
    ):
        result = copy.manage(*arguments)
        assert result.returncode == 0, result.stderr
    left = copy.manage("shell", "--no-imports", "-c", _LEFT)
    assert left.stdout.strip() == "[] []", left.stderr

    again = copy.manage("prepare")

    assert again.returncode == 0, again.stderr
    assert "créés : 49" in again.stdout


_LEFT = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(cell|charter|poles|ptce_site|accounts)_'")
    tables = cursor.fetchall()
    # The functions of triggers stay behind: their library drops the triggers only.
    # Those of the worker's queue are its own.
    ours = "pronamespace = 'public'::regnamespace AND proname !~ '^(_?pg|procrastinate)'"
    cursor.execute(f"SELECT proname FROM pg_proc WHERE {ours}")
    print(tables, cursor.fetchall())
"""


def test_models_and_migrations_agree(copy):
    result = copy.manage("makemigrations", "--check", "--dry-run")

    assert (result.returncode, result.stdout) == (0, "No changes detected\n")
