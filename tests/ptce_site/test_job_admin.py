"""What the worker does, as the staff reads it."""

import pytest
from django.contrib.admin import helpers
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from ptce_site import letters
from ptce_site.job_admin import STATES, TASKS
from ptce_site.models import Job
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PAGE = "/admin/ptce_site/job/"


@pytest.fixture
def job():
    letters.post("a@example.org", "Objet", "Texte")
    return Job.objects.get()


def test_each_task_and_state_has_its_words():
    ours = {name for name in app.tasks if "builtin" not in name}

    assert set(TASKS) == ours
    assert set(STATES) == {state.value for state in Status} - {"aborting"}  # of former versions of the library


def test_list_and_page_are_in_french(job):
    client = client_of("national staff")
    listed, page = client.get(PAGE).content.decode(), client.get(f"{PAGE}{job.pk}/change/").content.decode()

    assert "Tâches de fond" in listed and "Envoyer un courriel" in listed and "à faire" in listed
    assert "demandée" in page and "Envoyer un courriel" in page


def test_what_failed_is_done_again_and_what_waits_is_called_off(job):
    client = client_of("national staff")

    def act(action):
        client.post(PAGE, {"action": action, helpers.ACTION_CHECKBOX_NAME: [job.pk]})
        return Job.objects.get(pk=job.pk).status

    assert act("retry") == "todo"  # nothing had failed
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    assert act("retry") == "todo"
    assert act("cancel") == "cancelled"
    assert act("cancel") == "cancelled"


def test_of_two_failures_of_one_task_one_is_done_again():
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args, status, attempts)"
                " VALUES ('default', 'poles.erase_old_imports', 0, 'poles.erase_old_imports', '{}', 'failed', 1)"
            )
    keys = list(Job.objects.values_list("pk", flat=True))

    done = client_of("national staff").post(PAGE, {"action": "retry", helpers.ACTION_CHECKBOX_NAME: keys}, follow=True)
    assert sorted(Job.objects.values_list("status", flat=True)) == ["failed", "todo"]
    assert "Tâches à refaire : 1." in done.content.decode()


@pytest.mark.parametrize("role", ["staff without rights", "regional staff here"])
def test_jobs_are_for_the_national_staff(job, role):
    client = client_of(role)
    for address in (PAGE, f"{PAGE}{job.pk}/change/"):
        assert client.get(address).status_code == 403
