"""Public pages are the same bytes for everyone; every page carries strict headers."""

import pytest
from django.test import Client, RequestFactory

from ptce_site.content_version import page_stamp
from tests import factories
from tests.signed_in import sign_in

PUBLIC = ["/", "/poles/", "/poles/?region=84", "/poles/csv", "/poles/json", "/poles/geojson", "/robots.txt"]
PUBLIC += ["/mentions-legales/", "/accessibilite/", "/donnees-personnelles/", "/plan-du-site/", "/.well-known/security.txt"]
PRIVATE = ["/compte/connexion/", "/etat/", "/compte/mot-de-passe/choisi/", "/nulle-part/", "/compte/mot-de-passe/a/b/"]
METHODS_THAT_WRITE = ["post", "put", "patch", "delete"]


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def public(db):
    """Every public address, a pole's page included."""
    pole = factories.pole("Pôle fictif", seat_commune=factories.commune())
    return [*PUBLIC, pole.get_absolute_url()]


def test_public_pages_are_the_same_bytes_for_everyone(public):
    stranger, member = Client(), Client()
    sign_in(member, factories.staff())
    for address in public:
        for_stranger = stranger.get(address)
        for_member = member.get(address, headers={"accept-language": "en", "user-agent": "autre"})

        assert for_stranger.status_code == 200, address
        assert body(for_stranger) == body(for_member), address
        assert for_stranger["Vary"] == for_member["Vary"] == "Accept-Encoding", address
        assert for_stranger["Cache-Control"] == for_member["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert not for_stranger.cookies and not for_member.cookies, address


def test_public_pages_answer_304_in_one_statement(public, client, django_assert_num_queries):
    for address in public:
        stamp = client.get(address)["ETag"]

        with django_assert_num_queries(1):
            again = client.get(address, headers={"if-none-match": stamp})

        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == stamp


def test_stamp_of_a_public_page_says_nothing_of_another(public, client):
    stamp = client.get("/poles/")["ETag"]

    for address in ("/poles/?q=un", "/poles/rien/", "/poles/json?region=zz"):
        answer = client.get(address, headers={"if-none-match": stamp})
        assert answer.status_code == client.get(address).status_code != 304, address


@pytest.mark.parametrize("address", ["/admin/", "/compte/connexion/", "/espace/", "/nulle-part/"])
def test_page_that_is_not_public_is_never_unchanged(public, client, address):
    """Not even for who sends the stamp that its address would have."""
    stamp = page_stamp(RequestFactory().get(address))

    answer = client.get(address, headers={"if-none-match": stamp})
    usual = client.get(address)

    assert answer.status_code == usual.status_code != 304
    assert "ETag" not in usual and "ETag" not in answer


def test_public_pages_change_stamp_when_a_pole_changes(public, client, django_capture_on_commit_callbacks):
    stamp = client.get("/poles/")["ETag"]

    factories.pole("Un autre")
    from django.db import connection

    connection.check_constraints()  # what a commit does

    assert client.get("/poles/", headers={"if-none-match": stamp}).status_code == 200


def test_public_pages_refuse_to_write(public):
    """As a stranger's program would ask: without a form token."""
    stranger = Client(enforce_csrf_checks=True)
    for address in public:
        for method in METHODS_THAT_WRITE:
            response = getattr(stranger, method)(address)

            assert (response.status_code, response["Allow"]) == (405, "GET, HEAD"), (method, address)
            assert "<h1>Méthode refusée</h1>" in response.content.decode()


def test_any_version_of_a_page_that_is_not_there_is_not_found(public, client):
    """« If-None-Match: * » asks whether there is a page at all, so a page that is there is answered whole."""
    assert client.get("/poles/rien/", headers={"if-none-match": "*"}).status_code == 404
    assert client.get("/poles/", headers={"if-none-match": "*"}).status_code == 200


def test_head_has_the_headers_and_no_body(public, client):
    for address in public:
        head, get = client.head(address), client.get(address)

        assert (head.status_code, body(head)) == (200, b""), address
        assert head["ETag"] == get["ETag"]


def test_private_answers_are_kept_by_no_cache(client, db):
    for address in PRIVATE:
        assert "no-store" in client.get(address)["Cache-Control"], address


@pytest.mark.parametrize(("address", "host"), [("/poles/?region=%00", "testserver"), ("/poles/", "ailleurs.example")])
def test_refused_request_has_strict_headers_and_is_kept_by_no_cache(client, db, address, host):
    response = client.get(address, headers={"host": host})

    assert response.status_code == 400
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.ignore_template_errors
def test_every_page_has_strict_headers(public, client):
    sign_in(client, factories.staff())
    admin = ["/admin/", "/admin/poles/pole/", "/admin/poles/pole/add/"]
    for address in [*public, *PRIVATE, *admin]:
        response = client.get(address)
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))

        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'", address
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", address
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in response["Permissions-Policy"]


def test_pages_hold_no_inline_script_nor_style(public, client):
    for address in public:
        text = body(client.get(address)).decode()
        assert "<script>" not in text and "<style" not in text and " style=" not in text and " onclick=" not in text, address


def test_public_pages_are_packed_and_exports_are_not(public, client):
    packed = client.get("/poles/", headers={"accept-encoding": "gzip"})
    export = client.get("/poles/csv", headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in export
    assert client.get("/compte/connexion/", headers={"accept-encoding": "gzip"}).get("Content-Encoding") is None


def test_security_txt_expires_within_a_year(client, db):
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert [line.split(":")[0] for line in lines] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
