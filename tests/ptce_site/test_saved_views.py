"""Lists of the back office kept under a name: by whom, for whom, and where they lead."""

import pytest
from django.test import Client

from ptce_site.models import SavedView
from tests import factories
from tests.poles.back_office import ROLES, client_of
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/admin/poles/pole/"
ADD = "/admin/ptce_site/savedview/add/?liste=poles.pole&requete=q%3Dlilas%26region%3D84"


@pytest.fixture
def national():
    return factories.staff()


def test_list_is_kept_found_and_taken_away(national):
    factories.region()
    client = sign_in(Client(), national)
    assert "Garder cette vue" not in client.get(LIST).content.decode()
    assert ADD.replace("&", "&amp;") in client.get(f"{LIST}?region=84&p=1&q=lilas").content.decode()
    assert client.post(ADD, {"name": ""}).status_code == 422
    assert client.post(ADD, {"name": "Lilas"})["Location"] == f"{LIST}?q=lilas&region=84"

    view = SavedView.objects.get()
    shown = client.get(view.get_absolute_url()).content.decode()
    assert "Garder cette vue" not in shown and 'aria-current="page">Lilas</a>' in shown
    assert client.post(ADD, {"name": "Lilas"}).status_code == 422
    assert "Lilas" not in client.get("/admin/poles/organisation/").content.decode()
    assert client.post(f"/admin/ptce_site/savedview/{view.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not SavedView.objects.exists()


def test_view_is_ones_own_unless_it_is_shared(national):
    mine = SavedView.objects.create(user=national, model="poles.pole", query="q=a", name="La mienne")
    SavedView.objects.create(user=national, model="poles.pole", query="q=b", name="La nôtre", is_shared=True)
    other = sign_in(Client(), factories.staff("collegue@example.org"))
    shown = other.get(LIST).content.decode()

    assert "La nôtre" in shown and "La mienne" not in shown
    SavedView.objects.create(user=national, model="charter.signature", query="q=b", name="Signatures", is_shared=True)
    first = client_of("regional staff here").get("/admin/").content.decode()
    assert "La nôtre" in first and "La mienne" not in first and ">Signatures</a>" not in first
    assert other.get(f"/admin/ptce_site/savedview/{mine.pk}/change/").status_code in (302, 404)
    other.post(f"/admin/ptce_site/savedview/{mine.pk}/delete/", {"post": "yes"})
    assert SavedView.objects.count() == 3


@pytest.mark.parametrize(
    "asked", ["", "?liste=poles.pole", "?liste=inconnue&requete=q", "?liste=poles.pole&requete=" + "x" * 1001]
)
def test_what_is_no_list_is_not_kept(national, asked):
    assert sign_in(Client(), national).get(f"/admin/ptce_site/savedview/add/{asked}").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_only_who_sees_a_list_keeps_it(role):
    client = client_of(role)
    client.post(ADD, {"name": "Vue"})

    assert SavedView.objects.exists() == (role in ("national staff", "regional staff here", "regional staff elsewhere"))


def test_view_of_a_list_that_is_no_more_is_told_so(national):
    client = sign_in(Client(), national)
    SavedView.objects.create(user=national, model="procrastinate.procrastinatejob", query="status=failed", name="Échecs")

    assert "liste qui n&#x27;existe plus" in client.get("/admin/ptce_site/savedview/").content.decode()
    SavedView.objects.create(user=national, model="poles.pole", query="q=a", name="Vue")
    assert "/admin/poles/pole/?q=a" in client.get("/admin/ptce_site/savedview/").content.decode()
