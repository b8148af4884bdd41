"""What a first visit weighs, with what a browser fetches for it."""

import gzip
import posixpath
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
# What the map asks for once it is seen, and what those files ask for in turn.
FETCHED_LATER = re.compile(r'data-(?:script|style|outlines)="/static/([^"]+)"')
IMPORTED = re.compile(r"""(?:\bimport\(|\bfrom |@import url\()"(?:\./)?([^"]+)"|@import "([^"]+)\"""")
IMPORTED_AT_ONCE = re.compile(r'^import .* from "\./([^"]+)"', re.M)
MOST_BYTES, MOST_REQUESTS, MOST_HTML = 80_000, 8, 25_000
MOST_BYTES_WITH_MAP, MOST_BYTES_WITH_LIVE_MAP, MOST_HTML_WITH_MAP = 120_000, 250_000, 60_000


def weight(names):
    """Bytes of static files, compressed as the server does."""
    return sum(len(brotli.compress(Path(finders.find(name)).read_bytes())) for name in names)


def with_imports(names):
    """These files and all that they import."""
    known, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        if name.endswith((".js", ".css")) and "leaflet.js" not in name and "htmx" not in name:
            text = Path(finders.find(name)).read_text()
            found = {
                posixpath.normpath(posixpath.join(posixpath.dirname(name), one or two)) for one, two in IMPORTED.findall(text)
            }
            waiting |= found - known
    return known


def imported_at_once(name):
    """What a script of ours cannot start without."""
    return IMPORTED_AT_ONCE.findall(Path(finders.find(name)).read_text())


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/poles/",
        "/poles/pole-lourd/",
        "/territoires/",
        "/territoires/departement/26/",
        "/charte/",
        "/chiffres/",
        "/charte/signer/",
    ],
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
    files = set(FETCHED.findall(html.decode()))
    files |= {f"js/{name}" for file in files if file.startswith("js/") for name in imported_at_once(file)}

    assert {"css/site.css", "img/icon.svg"} <= files
    assert len(files) + 1 <= MOST_REQUESTS
    assert len(gzip.compress(html)) <= MOST_HTML
    assert len(gzip.compress(html)) + weight(files) <= MOST_BYTES


def test_map_is_light(client):
    """Of the whole country, with a pole in each of many départements, then with what makes it movable."""
    vocabulary.load(DATA)
    for number in range(1, 96):
        if number != 20:
            place = factories.departement(f"{number:02}", f"Département {number}")
            factories.pole(f"Pôle fictif {number}", seat_departement=place, summary=f"Une phrase fictive numéro {number}. " * 5)

    html = client.get("/poles/?vue=carte").content
    page = len(gzip.compress(html))
    files = sorted(set(FETCHED.findall(html.decode())))
    later = with_imports([*files, "js/map.js", *FETCHED_LATER.findall(html.decode())])
    points = len(gzip.compress(client.get("/poles/points").content))

    assert {"js/map-marks.js", "js/outlines.js", "js_lib_leaflet/leaflet.js", "js_lib_leaflet/leaflet.css"} <= later
    assert page <= MOST_HTML_WITH_MAP
    assert page + weight(files) <= MOST_BYTES_WITH_MAP
    assert page + weight(later) + points <= MOST_BYTES_WITH_LIVE_MAP
