"""What every test stands on."""

import pytest
from django.db import connection

from charter import register
from poles import pole_index


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


@pytest.fixture
def kept_index(index_made_for_each_request, monkeypatch):
    """What is kept in memory from one request to the next, as a site that nobody edits keeps it."""
    for kept in (pole_index.kept, register.kept):
        monkeypatch.setattr(kept, "holds", lambda made, moment: True)
