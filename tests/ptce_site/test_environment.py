"""Settings: safe by default, secrets by value or by file, one clear line when something is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ptce_site import database
from ptce_site.environment import mail, one_line, secret, tile_host

ROOT = Path(__file__).resolve().parent.parent.parent


def manage(*arguments, **environment):
    """Run manage.py with only these variables beside the PATH."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_secret_is_read_from_the_variable_or_from_its_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("du fichier\n")
    monkeypatch.setenv("A_SECRET", "du milieu")
    assert secret("A_SECRET") == "du milieu"

    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(ImproperlyConfigured, match="gardez-en un seul"):
        secret("A_SECRET")

    monkeypatch.delenv("A_SECRET")
    assert secret("A_SECRET") == "du fichier"


def test_secret_file_that_cannot_be_read_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "rien"))

    with pytest.raises(ImproperlyConfigured, match="A_SECRET_FILE"):
        secret("A_SECRET")


def test_text_of_a_setting_holds_on_one_line(monkeypatch):
    monkeypatch.setenv("A_TEXT", " deux\r\nlignes ")

    assert one_line("A_TEXT") == "deux lignes"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "définissez SECRET_KEY"),
        ({"SECRET_KEY": "x", "SITE_URL": "annuaire.example"}, "SITE_URL doit être une adresse complète"),
        ({"SECRET_KEY": "x", "DATABASE_URL": "postgresql://personne:motdepasse@127.0.0.1:9/rien"}, "la base ne répond pas"),
        ({"SECRET_KEY": "x", "DATABASE_URL": "ceci n'est pas une adresse"}, "DATABASE_URL n'est pas une adresse"),
        ({"SECRET_KEY": "x", "CONN_MAX_AGE": "longtemps"}, "CONN_MAX_AGE : « longtemps » n'est pas un nombre entier"),
    ],
)
def test_wrong_setting_is_one_clear_line(environment, told):
    result = manage("check", **environment)

    assert result.returncode == 1
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert "motdepasse" not in result.stderr


def test_debug_is_off_by_default():
    code = "from django.conf import settings; print(settings.DEBUG)"
    result = manage("shell", "--no-imports", "-c", code, SECRET_KEY="x")

    assert result.stdout == "False\n"


def test_database_too_old_is_told(monkeypatch):
    monkeypatch.setattr(database, "OLDEST_MAJOR", 99)

    with pytest.raises(database.DatabaseUnavailable, match="est trop ancien, il faut 99"):
        database.require()


def test_check_deploy_asks_for_the_legal_notice():
    result = manage(
        "check", "--deploy", SECRET_KEY="x" * 30 + "abcdefghijklmnopqrstuvwxyz0123456789", SITE_URL="https://a.example"
    )

    assert "ptce_site.W001" in result.stderr
    assert "security.W" not in result.stderr


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://tiles.example:8443/carte/{z}/{x}/{y}.png?cle=a", "https://tiles.example:8443"),
        ("http://127.0.0.1:9000/{z}/{x}/{y}", "http://127.0.0.1:9000"),
    ],
)
def test_tiles_have_an_origin(address, origin):
    assert tile_host(address) == origin


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example/{z}/{x}/{y}.png", "https://{s}.tiles.example/{z}/{x}/{y}.png", "https://tiles.example/carte.png",
        "https://tiles.example/{z}/{x}/{y}/{r}.png", "tiles.example/{z}/{x}/{y}.png", "{z}/{x}/{y}", "https://tiles.example/{z}/{x}",
    ],
)  # fmt: skip
def test_tiles_that_could_not_be_asked_for_are_refused(address):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILE_URL"):
        tile_host(address)


def test_tiles_are_allowed_by_the_policy_and_credited():
    """Nothing else of another host ever is."""
    tiles = {"SECRET_KEY": "x" * 50, "MAP_TILE_URL": "https://tiles.example/{z}/{x}/{y}.png"}
    asked = "from django.conf import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'][1:])"

    refused = manage("shell", "--no-imports", "-c", asked, **tiles)
    shown = manage("shell", "--no-imports", "-c", asked, **tiles, MAP_TILE_CREDITS="Fond fictif")

    assert "MAP_TILE_CREDITS" in refused.stderr and refused.returncode != 0
    assert shown.stdout.strip() == "['https://tiles.example']"


def test_mail_goes_to_files_until_a_server_is_named(tmp_path):
    assert mail("", tmp_path) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": tmp_path,
    }
    sent = mail("smtp+tls://compte:mot%40passe@courriel.example:587", tmp_path)
    assert (sent["EMAIL_HOST"], sent["EMAIL_PORT"], sent["EMAIL_USE_TLS"]) == ("courriel.example", 587, True)
    assert (sent["EMAIL_HOST_USER"], sent["EMAIL_HOST_PASSWORD"]) == ("compte", "mot@passe")


@pytest.mark.parametrize("url", ["courriel.example", "bogus://courriel.example", "smtp://courriel.example:port"])
def test_mail_server_that_could_not_be_reached_is_refused(url, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail(url, tmp_path)
