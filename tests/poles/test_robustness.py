"""Whatever the address holds: a page or a clear refusal, never a fault; and totals that are those of the rows."""

import json
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poles import directory
from tests import factories

pytestmark = pytest.mark.django_db
database_of_the_test = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
PARAMETERS = [*directory.PARAMETERS, "page", "é", ""]
ASKED = ["2015-01-01", "26281", "distance", "tableau", "nom", "scic", "-un", '"un deux"', "pole", "2014", "30"]
VALUES = st.one_of(
    st.sampled_from(
        [
            "2015-01-01",
            "26281",
            "distance",
            "tableau",
            "nom",
            "scic",
            "-un",
            '"un deux"',
            "pole",
            "2014",
            "30",
            "84",
            "26",
            "01",
            "999",
            "",
            "0",
            "-1",
            "1e9",
            "٣",
            "NaN",
            "26'--",
            "<script>",
            "%",
            "\x7f",
            "𝔘",
            "9" * 10_000,
        ]
    ),
    st.text(max_size=40),
)
BYTES = [b"%00", b"%FF%FE", b"%C3%28", b"%ED%A0%80", b"%E2%82", b"%zz", b"%", b"%F0%9F%98%80", b"%2500"]


@pytest.fixture
def some_poles():
    factories.pole("Un", seat_commune=factories.commune())
    factories.pole("Deux", seat_departement=factories.departement("01", "Ain"))


@database_of_the_test
@given(query=st.lists(st.tuples(st.sampled_from(PARAMETERS), VALUES), max_size=5))
def test_any_query_gives_a_page_whose_total_is_that_of_the_rows(some_poles, query):
    address = "?" + "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in query)
    client = Client()

    page = client.get(f"/poles/{address}")
    export = client.get(f"/poles/json{address}")

    if "%00" in address:
        assert page.status_code == export.status_code == 400
        return
    assert page.status_code == 200
    assert export.status_code in (200, 400)
    shown = page.content.decode().count('<li class="pole-row">')
    if export.status_code == 200:
        document = json.loads(b"".join(export.streaming_content))
        assert document["total"] == len(document["poles"]) == shown
    word = {0: "Aucun pôle", 1: "1 pôle"}.get(shown, f"{shown} pôles")
    assert f'class="total">{word}</h2>' in page.content.decode()


@pytest.mark.parametrize("raw", BYTES)
@pytest.mark.parametrize("path", ["/poles/?region={}", "/poles/{}/", "/{}", "/poles/json?departement={}", "/images/{}.webp"])
def test_broken_bytes_get_a_clear_answer(client, some_poles, path, raw):
    response = client.generic("GET", path.split("?")[0].format(raw.decode()), QUERY_STRING=_query(path, raw))

    assert response.status_code in (200, 400, 404)


def _query(path, raw):
    return path.split("?")[1].format(raw.decode()) if "?" in path else ""


@database_of_the_test
@given(path=st.text(max_size=30))
def test_any_path_gets_a_clear_answer(path):
    response = Client().get("/" + quote(path.encode("utf-8", "surrogatepass")))

    assert response.status_code in (200, 301, 302, 400, 404)


@pytest.mark.parametrize("cookie", ["sessionid=%00", 'sessionid="\\000"', "sessionid=" + "é" * 3000, "csrftoken=<script>"])
@pytest.mark.ignore_template_errors
def test_any_cookie_gets_a_clear_answer(client, cookie):
    response = client.get("/admin/", HTTP_COOKIE=cookie)

    assert response.status_code in (302, 400)


@pytest.mark.parametrize("method", ["trace", "options", "patch", "delete", "put", "post"])
@pytest.mark.parametrize("address", ["/", "/poles/", "/poles/csv", "/etat/", "/robots.txt"])
def test_other_methods_are_refused(address, method):
    assert getattr(Client(enforce_csrf_checks=True), method)(address).status_code == 405
