"""A real browser on real pages."""

import datetime
import os
import time

import pytest
from django.db import connection, transaction
from playwright.sync_api import sync_playwright

from cell.services import calls
from charter.models import CharterVersion, Signature
from charter.services import recognitions, signatures, versions
from poles.models import Pole
from tests import factories
from tests.browser import chromium

# As long as those of the real poles are on average.
SUMMARY = (
    "Une phrase fictive de la longueur moyenne de celles des pôles réels, "
    "soit environ cent trente signes : deux lignes à l'écran, ou un peu plus."
)


@pytest.fixture(scope="session")
def browser():
    """Chromium. Without one: a failure under CI=true, elsewhere a skip, told again at the end of the run."""
    path = chromium.find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(chromium.MISSING)
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield made
        made.close()


@pytest.fixture
def open_page(browser, live_server):
    """Open an address; options are those of a browser context. Requests to other hosts fail the test."""
    contexts = []

    def make(address, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        elsewhere, problems = [], []
        page.on(
            "request", lambda request: elsewhere.append(request.url) if not request.url.startswith(live_server.url) else None
        )
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(live_server.url + address)
        page.elsewhere, page.problems = elsewhere, problems
        return page

    yield make
    for context in contexts:
        for page in context.pages:
            print(page.url, getattr(page, "problems", []))  # shown by pytest when the test failed
        context.close()
    until_the_server_is_still()


def until_the_server_is_still(seconds=10):
    """A browser leaves without waiting for its last answers: tables are not emptied while the server still reads them."""
    busy = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(busy)
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.02)


@pytest.fixture
def atlas(transactional_db):
    """Thirty fictional poles in two regions, one of them with everything."""
    drome, ain = factories.departement(), factories.departement("01", "Ain")
    for number in range(29):
        factories.pole(
            f"Pôle fictif {number:02}",
            summary=SUMMARY,
            seat_departement=ain if number % 2 else drome,
        )
    full = factories.pole(
        "Pôle fictif complet", slug="pole-complet", summary="Une phrase.", description="## Titre\n\nDu texte.",
        seat_commune=factories.commune(), founded_year=2014, website="https://example.org/", email="contact@example.org",
        lead_organisation=factories.organisation("Porteuse fictive"), confidence="high",
    )  # fmt: skip
    full.sector_links.create(sector=factories.sector())
    full.recognitions.create(kind="aap-2013")
    full.sources.create(url="https://example.org/" + "x" * 200)
    versions.load()
    calls.load()
    text = "Préambule fictif.\n\n## 1. Un principe fictif\n\nDu texte.\n\n## 2. Un autre\n\nDu texte."
    current = versions.enter_text(CharterVersion.objects.get(slug="2021"), text)
    given = Signature(version=current, statement="Une phrase fictive.", source="Essai")
    ended = Signature(version=current, source="Essai")
    other = Pole.objects.get(name="Pôle fictif 01")
    with transaction.atomic():
        held = signatures.held([full.pk, other.pk])
        signatures.add_past(None, held[full.pk], given, datetime.date(2022, 1, 1), "year")
        signatures.add_past(None, held[other.pk], ended, datetime.date(2022, 3, 4), "day")
        recognitions.project(held)
    signatures.withdraw(factories.user("charte@example.org", role="charte"), ended.pk, "Raison fictive.")
    return full
