"""What tests of imports stand on."""

import pytest

from poles.services import cog
from tests import factories
from tests.poles.cog_files import write


@pytest.fixture
def territories(db, tmp_path):
    """The small official code, and three sectors."""
    cog.load(write(tmp_path))
    for slug in ("culture", "energie", "insertion"):
        factories.sector(slug)


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path; text is encoded, bytes are taken as they are."""

    def make(text, encoding="utf-8", name="poles.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return make
