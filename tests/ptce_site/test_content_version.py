"""The stamp of public pages: raised with the content, and never newer than it."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from poles.models import Pole
from ptce_site import content_version
from ptce_site.models import ContentVersion
from tests import factories


def version() -> int:
    return ContentVersion.objects.values_list("version", flat=True).first() or 1


def other_connection() -> psycopg.Connection:
    """A second connection to the database of the tests."""
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda pole: Pole.objects.filter(pk=pole.pk).update(name="Autre nom"),
        lambda pole: factories.sector("energie"),
        lambda pole: pole.sector_links.create(sector=factories.sector("energie")),
        lambda pole: pole.sources.create(url="https://example.org/"),
        lambda pole: connection.cursor().execute("UPDATE poles_collectivity SET name = 'Autre' WHERE level = 'region'"),
    ],
)
def test_version_rises_whatever_changes_the_content(change):
    pole = factories.pole()
    before = version()

    with transaction.atomic():
        change(pole)

    assert version() > before


@pytest.mark.django_db(transaction=True)
def test_version_rises_once_a_transaction():
    factories.departement()
    before = version()

    with transaction.atomic():
        for number in range(5):
            factories.pole(f"Pôle {number}")

    assert version() == before + 1


@pytest.mark.django_db(transaction=True)
def test_version_stays_when_the_transaction_fails():
    factories.pole()
    before = version()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Pole.objects.update(name="Autre nom")
        raise ZeroDivisionError

    assert version() == before


@pytest.mark.django_db(transaction=True)
def test_version_rises_after_a_savepoint_is_rolled_back():
    factories.pole()
    before = version()

    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Pole.objects.update(name="Perdu")
            raise ZeroDivisionError
        Pole.objects.update(name="Gardé")

    assert version() == before + 1


@pytest.mark.django_db(transaction=True)
def test_stamp_of_a_page_is_never_newer_than_what_it_shows():
    """A writer that has not committed: readers get the old name under the old stamp, then the new under a new one."""
    pole = factories.pole("Ancien nom")
    client = Client()
    first = client.get(pole.get_absolute_url())

    with other_connection() as writer, writer.transaction():
        writer.execute("UPDATE poles_pole SET name = 'Nouveau nom' WHERE id = %s", [pole.pk])
        during = client.get(pole.get_absolute_url())
    after = client.get(pole.get_absolute_url())

    assert "Ancien nom" in during.content.decode()
    assert during["ETag"] == first["ETag"]
    assert "Nouveau nom" in after.content.decode()
    assert after["ETag"] != first["ETag"]


@pytest.mark.django_db(transaction=True)
def test_content_read_after_the_stamp_may_only_be_newer(monkeypatch):
    """A change committed between the stamp and the content gives new content under the old stamp, never the reverse."""
    pole = factories.pole("Ancien nom")
    stamp = content_version.page_stamp

    def stamp_then_change(request):
        read = stamp(request)
        with other_connection() as writer:
            writer.execute("UPDATE poles_pole SET name = 'Nouveau nom' WHERE id = %s", [pole.pk])
        return read

    old_stamp = Client().get(pole.get_absolute_url())["ETag"]
    with monkeypatch.context() as while_asked:
        while_asked.setattr(content_version, "page_stamp", stamp_then_change)
        response = Client().get(pole.get_absolute_url())
    new_stamp = Client().get(pole.get_absolute_url())["ETag"]

    assert response["ETag"] == old_stamp != new_stamp
    assert "Nouveau nom" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_public_content_do_not_wait_for_one_another():
    """The version is locked at the end only: a second transaction writes while the first one is open."""
    one, other = factories.pole("Un"), factories.pole("Deux")
    with other_connection() as first, other_connection() as second:
        second.execute("SET lock_timeout = '2s'")
        with first.transaction():
            first.execute("UPDATE poles_pole SET name = 'Un bis' WHERE id = %s", [one.pk])
            second.execute("UPDATE poles_pole SET name = 'Deux bis' WHERE id = %s", [other.pk])

    assert sorted(Pole.objects.values_list("name", flat=True)) == ["Deux bis", "Un bis"]


@pytest.mark.django_db
def test_stamp_changes_with_release_settings_and_day(client, monkeypatch):
    stamps = {client.get("/robots.txt")["ETag"]}
    monkeypatch.setattr(settings, "SETTINGS_DIGEST", "autre")
    stamps.add(client.get("/robots.txt")["ETag"])
    monkeypatch.setattr(content_version, "release", lambda: "autre")
    stamps.add(client.get("/robots.txt")["ETag"])
    monkeypatch.setattr(content_version, "today", lambda: __import__("datetime").date(2030, 1, 1))
    stamps.add(client.get("/robots.txt")["ETag"])

    assert len(stamps) == 4
