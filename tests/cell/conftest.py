"""What tests of the cell share: its staff, and a fictional call with a pole that may answer it."""

import pytest

from cell.models import Call
from tests import factories


@pytest.fixture
def national():
    return factories.staff()


@pytest.fixture
def call():
    """Published, its results known."""
    return Call.objects.create(
        slug="ami-2024", name="Appel fictif", year=2024, organiser="État", announced="2024-10-11", kinds=["ami-2024"],
        sources=["https://example.org/resultats"], is_published=True,
    )  # fmt: skip


@pytest.fixture
def pole():
    return factories.pole("Pôle candidat fictif")
