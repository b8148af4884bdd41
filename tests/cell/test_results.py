"""Results of calls: told when they are announced, and not before; the day and the place of an application."""

import datetime

import pytest
from django.test import Client

from cell import tasks
from cell.models import Application, Call
from cell.services import applications
from poles.models import Recognition
from tests import factories
from tests.cell.test_applications import LIST, application_of, read_twice, retained
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


def typed_of(call, pole):
    """What one types of a new application, the département left out."""
    typed = {"call": call.pk, "name": "Projet", "pole": pole.pk, "departement": ""}
    return {**typed, "received_on": "2024-04-02", "result": "recue"}


def test_results_are_told_on_their_day_and_not_before(national, pole):
    to_come = datetime.date.today() + datetime.timedelta(days=30)
    call = Call.objects.create(
        slug="ami-fictif", name="AMI fictif", year=2024, organiser="État", announced=to_come.isoformat(),
        kinds=["autre-appel"], is_published=True,
    )  # fmt: skip
    one = retained(national, read_twice(national, application_of(call, pole)))

    assert one.recognition is None and not Recognition.objects.exists() and applications.announce() == 0
    page = Client().get(call.get_absolute_url()).content.decode()
    assert "Ses résultats ne sont pas encore annoncés." in page and "Résultats attendus" in page and pole.name not in page

    Call.objects.update(announced=f"{datetime.date.today():%Y}")
    assert applications.announce() == (f"{datetime.date.today():%m-%d}" == "12-31")
    Call.objects.update(announced="2024-10")
    tasks.announce_results.func(0)
    assert Recognition.objects.get().pole == pole and applications.announce() == 0
    assert pole.name in Client().get(call.get_absolute_url()).content.decode()


def test_call_that_is_published_no_more_takes_its_results_back(national, call, pole):
    retained(national, read_twice(national, application_of(call, pole)))
    client = sign_in(Client(), national)
    page = f"/admin/cell/call/{call.pk}/change/"
    values = {field.html_name: field.value() for field in client.get(page).context["adminform"].form}
    typed = {name: value for name, value in values.items() if value not in (None, False)}
    typed["sources"] = ",".join(call.sources)

    answer = client.post(page, {name: value for name, value in typed.items() if name != "is_published"})

    assert answer.status_code == 302, answer.context["errors"]
    assert not Recognition.objects.exists() and Application.objects.get().result == "retenue"
    assert client.post(page, typed).status_code == 302
    assert Recognition.objects.get().pole == pole and Application.objects.get().recognition == Recognition.objects.get()


def test_whoever_retains_before_the_day_is_told_when_it_shows(national, pole):
    call = Call.objects.create(slug="ami-fictif", name="AMI", year=2024, organiser="État", kinds=["ami-2024"])
    one = read_twice(national, application_of(call, pole))
    client, page = sign_in(Client(), national), f"{LIST}{one.pk}/change/"
    values = {field.html_name: field.value() for field in client.get(page).context["adminform"].form}
    typed = {name: value for name, value in values.items() if value is not None}

    told = client.post(page, {**typed, "result": "retenue"}, follow=True).content.decode()

    assert "la reconnaissance paraîtra quand l&#x27;appel sera publié" in told


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"received_on": "2020-01-01"}, "received_on", "L'appel n'était pas ouvert : depuis mars 2024."),
        ({"received_on": "2999-01-01"}, "received_on", "Cette date est à venir."),
        ({"departement": "elsewhere"}, "departement", "Le siège de Pôle candidat fictif est ailleurs : Drôme (26)."),
        ({"departement": "", "pole": ""}, "departement", "Dites où est le projet, ou de quel pôle il s'agit."),
    ],
)
def test_day_and_place_of_an_application_are_checked(national, pole, changes, field, told):
    call = Call.objects.create(slug="ami-fictif", name="AMI", year=2024, organiser="État", opened="2024-03")
    elsewhere = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    typed = typed_of(call, pole)
    typed |= {name: elsewhere.pk if value == "elsewhere" else value for name, value in changes.items()}

    answer = sign_in(Client(), national).post(f"{LIST}add/", typed)

    assert answer.context["adminform"].form.errors == {field: [told]}


def test_departement_of_an_application_is_that_of_its_pole(national, pole, call):
    typed = typed_of(call, pole)

    answer = sign_in(Client(), national).post(f"{LIST}add/", typed)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Application.objects.get().departement == pole.seat_departement
