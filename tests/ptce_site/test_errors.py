"""Errors: a clear French page, whatever happened."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path

from poles.enums import Publication
from ptce_site import urls, views
from tests import factories


def broken(request):
    raise ZeroDivisionError


def without_database(request):
    raise OperationalError("connection refused")


urlpatterns = [*urls.urlpatterns, path("casse/", broken), path("sans-base/", without_database)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def unforgiving_client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/poles/?region=%00", 400, "Demande illisible"),
        ("/poles/rien/", 404, "Page introuvable"),
        ("/nulle/part", 404, "Page introuvable"),
    ],
)
def test_error_page_says_what_happened(client, address, status, heading):
    response = client.get(address)

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_unknown_host_is_refused(client):
    response = client.get("/robots.txt", headers={"host": "ailleurs.example"})

    assert response.status_code == 400
    assert "Demande illisible" in response.content.decode()


def test_missing_csrf_token_gets_the_french_page(db):
    response = Client(enforce_csrf_checks=True).post("/compte/connexion/", {"login": "a", "password": "b"})

    assert response.status_code == 403
    assert "Accès refusé" in response.content.decode()


@pytest.mark.django_db
def test_withdrawn_pole_answers_410(client):
    pole = factories.pole("Pôle retiré", publication=Publication.WITHDRAWN)

    response = client.get(pole.get_absolute_url())

    assert response.status_code == 410
    assert "« Pôle retiré » a été retirée" in response.content.decode()


@pytest.mark.urls(__name__)
def test_fault_answers_500_without_the_database(unforgiving_client):
    """No `db` fixture: a query would fail the test."""
    response = unforgiving_client.get("/casse/")

    assert response.status_code == 500
    assert "Le site a rencontré une erreur" in response.content.decode()


@pytest.mark.urls(__name__)
def test_database_out_of_reach_answers_503(unforgiving_client):
    response = unforgiving_client.get("/sans-base/")

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "momentanément indisponible" in response.content.decode()


def test_health_says_when_the_database_is_out_of_reach(monkeypatch):
    class Unreachable:
        def cursor(self):
            raise OperationalError

    monkeypatch.setattr(views, "connection", Unreachable())

    response = views.health(RequestFactory().get("/etat/"))

    assert (response.status_code, response.content.decode()) == (503, "base de données injoignable\n")


@pytest.mark.django_db
def test_health_reads_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/etat/")

    assert (response.status_code, response.content.decode()) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]
