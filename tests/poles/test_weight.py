"""What a first visit weighs, with what a browser fetches for it."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from poles.management.commands.prepare import DATA
from poles.services import vocabulary
from tests import factories

pytestmark = pytest.mark.django_db
FETCHED = re.compile(r'(?:<link rel="(?:stylesheet|icon)" href|<script src|<use href)="/static/([^"#]+)["#]')
MOST_BYTES, MOST_REQUESTS, MOST_HTML = 80_000, 8, 25_000


@pytest.mark.parametrize(
    "address", ["/", "/poles/", "/poles/pole-lourd/", "/territoires/", "/territoires/departement/26/", "/chiffres/"]
)
def test_first_visit_is_light(client, address):
    """Compressed as the server does: brotli for files, gzip for pages."""
    vocabulary.load(DATA)
    for number in range(30):
        slug = "pole-lourd" if not number else f"pole-{number}"
        factories.pole(
            f"Pôle fictif {number}", slug=slug, summary=f"Une phrase fictive numéro {number}. " * 5, description="Texte. " * 200
        )

    html = client.get(address).content
    files = sorted(set(FETCHED.findall(html.decode())))
    weights = [len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in files]

    assert {"css/site.css", "img/icon.svg"} <= set(files)
    assert len(files) + 1 <= MOST_REQUESTS
    assert len(gzip.compress(html)) <= MOST_HTML
    assert len(gzip.compress(html)) + sum(weights) <= MOST_BYTES
