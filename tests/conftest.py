"""What every test stands on."""

import pytest
from django.db import connection

from charter import register
from poles import glossary, pole_index
from poles.management.commands.prepare import DATA
from poles.models import GlossaryWord
from poles.services import vocabulary
from poles.services.files import read_table
from ptce_site import site_settings
from ptce_site.models import SiteSettings


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the tests; sessions that a browser's last requests left open do not keep it from being dropped."""
    # pytest-django makes a database only when a collected test is marked `django_db`: never touch another one.
    if not connection.settings_dict["NAME"].startswith("test_"):
        pytest.exit("these tests need the mark django_db: without it they would run on the site's own database", returncode=4)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def index_made_for_each_request(monkeypatch):
    """A test writes in a transaction that never ends, so the content version stays: no index may outlive a request."""
    for kept in (pole_index.kept, register.kept):
        kept.forget()
        monkeypatch.setattr(kept, "holds", lambda made, moment: False)
    yield
    pole_index.forget()
    register.forget()


@pytest.fixture(scope="session")
def shipped_words():
    """The words of the glossary, as the site is shipped."""
    rows = read_table(DATA / vocabulary.WORDS, required=("code", "label_fr", "definition_fr")).rows
    return {
        row["code"]: GlossaryWord(slug=row["code"], name=row["label_fr"], definition=row["definition_fr"]) for _, row in rows
    }


@pytest.fixture(autouse=True)
def texts_as_shipped(monkeypatch, shipped_words):
    """What the site says of itself, and its glossary, as nobody has changed them: nothing is asked of the database."""

    def said(asked):
        return site_settings.Said(("", 0, ""), site_settings.of_installation(), "non conforme", SiteSettings())

    monkeypatch.setattr(site_settings.kept, "current", said)
    monkeypatch.setattr(site_settings.kept, "lately", said)
    monkeypatch.setattr(glossary.kept, "current", lambda moment: glossary.Glossary(("", 0, ""), shipped_words))


@pytest.fixture
def texts_read_anew(texts_as_shipped, monkeypatch):
    """What the staff has written of the site and in the glossary, read again by each request."""
    for kept in (site_settings.kept, glossary.kept):
        for name in ("current", "lately"):
            monkeypatch.setattr(kept, name, lambda asked, read=kept._make: read())


@pytest.fixture
def kept_index(index_made_for_each_request, monkeypatch):
    """What is kept in memory from one request to the next, as a site that nobody edits keeps it."""
    for kept in (pole_index.kept, register.kept):
        monkeypatch.setattr(kept, "holds", lambda made, moment: True)
