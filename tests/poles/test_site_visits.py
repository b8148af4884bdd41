"""Asking sites whether they answer: politely, never a private address, and not for ever."""

import datetime
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from poles import tasks
from poles.models import Pole, SiteCheck
from poles.quality import faulty
from poles.services import site_checks, site_visits
from poles.services.site_visits import Answer, visit
from tests import factories
from tests.poles.back_office import client_of


class Site(BaseHTTPRequestHandler):
    """A site of tests: what each path answers is said by the class."""

    robots = (404, {}, b"")
    pages = {}
    asked = []

    def do_GET(self):
        type(self).asked.append((self.path, self.headers["User-Agent"]))
        status, headers, content = self.robots if self.path == "/robots.txt" else self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site(monkeypatch):
    """A server of this machine, taken for one of the open Internet."""
    monkeypatch.setattr(site_visits, "is_public", lambda number: number in ("127.0.0.1", "::1"))
    Site.robots, Site.pages, Site.asked = (404, {}, b""), {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "state", "told"),
    [
        ((200, {}, b"x"), "repond", "réponse 200"),
        ((403, {}, b""), "repond", "réponse 403"),
        ((404, {}, b""), "echoue", "réponse 404"),
        ((410, {}, b""), "echoue", "réponse 410"),
        ((500, {}, b""), "echoue", "réponse 500"),
        ((301, {}, b""), "repond", "réponse 301"),
        ((301, {"Location": "/suite"}, b""), "repond", "réponse 200"),
        ((302, {"Location": "ftp://example.org/"}, b""), "inconnu", "ni http:// ni https://"),
        ((302, {"Location": "http://[pas/"}, b""), "echoue", "liaison impossible"),
    ],
)
def test_what_a_site_answers(site, answer, state, told):
    Site.pages = {"/": answer, "/suite": (200, {}, b"")}
    found = visit(f"{site}/")

    assert (found.state, told in found.told) == (state, True), found
    assert all(agent.startswith("AnnuairePTCE/1.0 (+http") for _, agent in Site.asked)


@pytest.mark.parametrize(("redirects", "state"), [(3, "repond"), (4, "echoue")])
def test_three_redirects_are_followed_and_no_more(site, redirects, state):
    Site.pages = {f"/{number}": (302, {"Location": f"/{number + 1}"}, b"") for number in range(redirects)}
    Site.pages[f"/{redirects}"] = (200, {}, b"")

    assert visit(f"{site}/0").state == state
    assert f"/{4}" not in [path for path, _ in Site.asked]


@pytest.mark.parametrize(
    ("robots", "state"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /"), "ferme"),
        ((200, {}, b"User-agent: AnnuairePTCE\nDisallow: /"), "ferme"),
        ((200, {}, b"User-agent: *\nDisallow: /prive"), "repond"),
        ((500, {}, b""), "ferme"),
        ((200, {}, b"\xff\xfe" + b"x" * 1_000_000), "repond"),
    ],
)
def test_robots_are_obeyed(site, robots, state):
    Site.robots, Site.pages = robots, {"/": (200, {}, b"")}

    assert visit(f"{site}/").state == state
    assert ("/" in [path for path, _ in Site.asked]) == (state == "repond")


NETWORKS_OF_ONES_OWN = ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "100.64.0.1")
# Multicast, reserved, and those of IPv6 that hold one of IPv4.
OTHERS = (
    "224.0.0.1", "240.0.0.1", "192.0.0.8", "ff02::1", "::127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
)  # fmt: skip


@pytest.mark.parametrize("number", NETWORKS_OF_ONES_OWN + OTHERS)
def test_private_addresses_are_never_asked(number):
    host = f"[{number}]" if ":" in number else number
    found = visit(f"http://{host}:9/")

    assert found == Answer("inconnu", "l'adresse mène à un réseau privé")


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_addresses_of_the_open_internet_are(number):
    assert site_visits.is_public(number)


def test_name_that_leads_to_a_private_address_is_not_asked(monkeypatch, site):
    monkeypatch.setattr(site_visits, "is_public", lambda number: False)
    assert visit(site.replace("127.0.0.1", "localhost")).told == "l'adresse mène à un réseau privé"
    assert Site.asked == []


def test_redirect_to_a_private_address_is_not_followed(site, monkeypatch):
    monkeypatch.setattr(site_visits, "is_public", lambda number: number == "127.0.0.1")
    Site.pages = {"/": (302, {"Location": "http://10.0.0.1/"}, b"")}

    assert visit(f"{site}/").told == "l'adresse mène à un réseau privé"


def test_server_that_asks_to_be_left_alone_is(site):
    Site.pages = {"/": (429, {"Retry-After": "7000000"}, b"")}
    assert visit(f"{site}/") == Answer("inconnu", "réponse 429, plus tard", 7_000_000)


@pytest.mark.django_db
def test_site_is_said_dead_after_four_failures_over_eleven_days_and_alive_again():
    pole = factories.pole("Pôle fictif", website="https://example.org/")
    answer = {"now": Answer("echoue", "réponse 404")}
    start, asked = timezone.now(), 0
    for _ in range(3):
        asked += site_checks.run(lambda url: answer["now"], lambda seconds: None)
        assert not faulty(Pole.objects.all(), "site-mort").exists()
        assert site_checks.run(lambda url: answer["now"], lambda seconds: None) == 0  # not due again at once
        SiteCheck.objects.update(next_at=timezone.now())
    asked += site_checks.run(lambda url: answer["now"], lambda seconds: None)
    check = SiteCheck.objects.get()

    assert (asked, check.state, check.failures) == (4, "mort", 4) and check.failing_since >= start
    assert sum(site_checks.AFTER_FAILURE[:3], datetime.timedelta()) == datetime.timedelta(days=11)
    assert list(faulty(Pole.objects.all(), "site-mort")) == [pole]
    answer["now"] = Answer("repond", "réponse 200")
    SiteCheck.objects.update(next_at=timezone.now())
    site_checks.run(lambda url: answer["now"], lambda seconds: None)
    check.refresh_from_db()
    assert (check.state, check.failures, check.failing_since) == ("repond", 0, None)
    assert check.next_at - check.checked_at >= datetime.timedelta(days=29)


@pytest.mark.django_db
def test_addresses_follow_the_published_poles_and_one_host_is_asked_slowly():
    pole = factories.pole("Pôle A", website="https://example.org/a")
    factories.pole("Pôle B", website="https://example.org/b")
    factories.pole("Pôle C", website="https://example.org/b")
    factories.pole("Pôle D")
    pauses = []
    assert site_checks.run(lambda url: Answer("repond", ""), pauses.append) == 2
    assert pauses[0] == 0 and 0.5 < pauses[1] <= 1
    Pole.objects.filter(pk=pole.pk).update(website="https://example.org/c")
    assert site_checks.run(lambda url: Answer("repond", ""), pauses.append) == 1
    assert set(SiteCheck.objects.values_list("url", flat=True)) == {"https://example.org/b", "https://example.org/c"}


@pytest.mark.django_db
def test_no_site_is_asked_unless_the_operator_wants_it(settings, monkeypatch):
    asked = []
    monkeypatch.setattr(site_checks, "run", lambda: asked.append(1))
    tasks.visit_sites.func(0)
    assert asked == []
    settings.SITE_VISITS = True
    tasks.visit_sites.func(0)
    assert asked == [1]


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_visits_lead_to_the_poles_that_give_the_site(django_assert_max_num_queries):
    pole = factories.pole("Pôle B", website="https://example.org/b")
    factories.pole("Pôle C", website="https://example.org/b")
    factories.pole("Pôle D", website="https://example.org/d")
    site_checks.run(lambda url: Answer("repond", ""), lambda seconds: None)
    client, page = client_of("national staff"), "/admin/poles/sitecheck/"

    with django_assert_max_num_queries(7):
        shown = client.get(page).content.decode()
    assert f'<a href="/admin/poles/pole/{pole.pk}/change/#id_website">Pôle B</a>, <a' in shown
    found = client.get(f"{page}?q={pole.code}")
    assert [check.url for check in found.context["cl"].result_list] == ["https://example.org/b"]
    (row,) = found.context["cl"].result_list
    assert "Pôle C" in client.get(f"{page}{row.pk}/change/").content.decode()
