"""After a large import the search follows by jobs: nobody waits for the rows of thousands of poles."""

import html

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from poles import search
from poles.services import search_entries
from tests import factories
from tests.poles.importing import written
from tests.signed_in import sign_in
from tests.working import work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
TOLD = "La recherche de l'annuaire trouvera ces lignes"


def test_search_entries_of_many_poles_are_written_by_jobs(client, monkeypatch):
    """The page of the import says so until they are."""
    monkeypatch.setattr(search_entries, "POLES_A_STATEMENT", 2)
    factories.departement()
    national = factories.staff()
    sign_in(client, national)
    names = ("Alpha", "Bravo", "Cigale")
    held = written(national, "poles", "nom;département\n" + "".join(f"Atelier {name};26\n" for name in names))

    def page():
        return html.unescape(client.get(f"/admin/poles/import/{held.pk}/change/").content.decode())

    waiting = ProcrastinateJob.objects.filter(task_name=search_entries.JOB).order_by("id")
    assert [(len(job.args["poles"]), job.priority < 0) for job in waiting] == [(2, True), (1, True)]
    assert not search.find("cigale").ids
    assert TOLD in page()
    seen = client.get("/poles/?q=cigale")
    assert client.get("/poles/?q=cigale", headers={"If-None-Match": seen["ETag"]}).status_code == 304

    work()
    assert len(search.find("cigale").ids) == 1
    assert client.get("/poles/?q=cigale", headers={"If-None-Match": seen["ETag"]}).status_code == 200
    assert TOLD not in page()


def test_search_entries_of_few_poles_are_written_with_them():
    factories.departement()
    written(factories.staff(), "poles", "nom;département\nAtelier Cigale;26\n")

    assert len(search.find("cigale").ids) == 1
    assert not search_entries.are_waiting()
