"""What tests of imports stand on, and the real data."""

import time

import pytest
from django.db import transaction

from poles.management.commands.prepare import COG, DATA
from poles.models import PartnershipRole
from poles.services import cog, facts, vocabulary
from poles.services.pole_import import import_poles
from tests import factories
from tests.charter.conftest import version_of
from tests.poles.cog_files import write


@pytest.fixture
def territories(db, tmp_path):
    """The small official code, and three sectors."""
    cog.load(write(tmp_path))
    for slug in ("culture", "energie", "insertion"):
        factories.sector(slug, slug.capitalize())


@pytest.fixture
def known(territories):
    """What the lines refer to."""
    version_of("2014", "ancienne")
    version_of("2021")
    PartnershipRole.objects.create(slug="impulsion", name="Impulsion")
    factories.organisation("Porteuse")
    return factories.pole("Pôle connu", slug="pole-connu")


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path; text is encoded, bytes are taken as they are."""

    def make(text, encoding="utf-8", name="poles.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return make


@pytest.fixture(scope="module")
def real(django_db_setup, django_db_blocker):
    """All of it, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        vocabulary.load(DATA)
        start = time.monotonic()
        cog.load(COG)
        seconds = time.monotonic() - start
        report = import_poles(DATA / "poles.csv", wet=True)
        facts.load(DATA / "network_facts.csv")
        yield {"seconds": seconds, "report": report}
        transaction.set_rollback(True)
