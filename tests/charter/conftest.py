"""Fictional versions and signatures of the charter, for every test of it."""

import datetime

import pytest
from django.db import transaction

from charter.models import CharterVersion, Signature
from charter.services import recognitions, signatures
from tests import factories

TEXT = "## 1. Principe fictif\n\nUn texte fictif.\n"


def version_of(slug="2021", state="en-vigueur", **fields):
    """A fictional version that may be signed: it has an official document."""
    fields.setdefault("document", "https://example.org/charte-fictive.pdf")
    fields.setdefault("adopted_on", datetime.date(int(slug), 1, 1))
    return CharterVersion.objects.create(
        slug=slug, title=f"Charte fictive {slug}", publisher="Éditeur fictif", state=state, **fields
    )


def signed(pole, version, day="2022-03-04", **fields):
    """A signature of the register since that day, given in the past."""
    signature = Signature(version=version, source="Essai", **fields)
    parts = day.split("-")
    precision = {1: "year", 2: "month", 3: "day"}[len(parts)]
    first = datetime.date(*(int(part) for part in (*parts, 1, 1)[:3]))
    with transaction.atomic():
        signatures.add_past(None, signatures.held([pole.pk])[pole.pk], signature, first, precision)
        recognitions.project([pole.pk])
    return signature


def sent(version, pole=None, name="Pôle nouveau fictif", **fields):
    """A signature that its signatory has confirmed."""
    usual = {"signatory_name": "Dominique Secret", "signatory_function": "Direction", "email": "dominique@example.org"}
    commune = pole.seat_commune if pole else factories.commune()
    made = Signature(version=version, pole=pole, name=pole.name if pole else name, commune=commune, **{**usual, **fields})
    return signatures.send(made)


@pytest.fixture
def version(db):
    return version_of()


@pytest.fixture
def former(db):
    return version_of("2014", "ancienne")


@pytest.fixture
def keeper(db):
    return factories.user("labo@example.org", role="charte")
