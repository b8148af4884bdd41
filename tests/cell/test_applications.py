"""Applications to calls: read twice, retained or not, told to the directory; who may do what."""

import datetime
import html
import itertools
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from cell.models import Application, Call
from cell.services import applications
from poles import history
from poles.models import FieldOrigin, Operation, Pole, Recognition
from poles.services import merging, operations
from tests import factories
from tests.poles.back_office import ROLES, client_of
from tests.poles.business import rows
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
LIST = "/admin/cell/application/"


@pytest.fixture
def regional():
    return factories.user("cra84@example.org", role="regionale", region_codes=["84"])


def application_of(call, pole=None, **fields):
    usual = {"name": "Projet fictif", "departement": factories.departement(), "received_on": datetime.date(2024, 5, 2)}
    return Application.objects.create(call=call, pole=pole, **{**usual, **fields})


def read_twice(user, one):
    one.first_opinion, one.second_opinion = "favorable", "favorable"
    return applications.save(user, one)


def retained(user, one, **fields):
    one.result = "retenue"
    for name, value in fields.items():
        setattr(one, name, value)
    return applications.save(user, one)


def test_retained_application_is_a_recognition_of_the_pole(national, call, pole):
    one = retained(national, read_twice(national, application_of(call, pole)), amount=100_000)

    row = Recognition.objects.get(pole=pole)
    assert (row.kind, str(row.period.lower), row.start_precision, row.end_precision) == (
        "ami-2024",
        "2024-10-11",
        "day",
        "unknown",
    )
    assert (row.recognised_by, row.result, row.source) == ("État", "lauréat", "https://example.org/resultats")
    assert (one.recognition, one.first_by, one.second_by) == (row, national, national) and one.first_at <= one.second_at
    assert FieldOrigin.objects.filter(pole=pole, field="recognitions", kind="cellule").exists()
    applications.save(national, one)
    assert Recognition.objects.get() == row

    one.result, one.amount = "non-retenue", None
    applications.save(national, one)
    assert not Recognition.objects.exists() and Application.objects.get().recognition is None


def test_first_reading_is_closed_once_the_second_is_given(national, regional, call, pole):
    one = read_twice(national, application_of(call, pole))
    one.first_opinion = "defavorable"

    with pytest.raises(PermissionDenied):
        applications.save(regional, one)
    client = Client()
    sign_in(client, regional)
    assert 'name="first_opinion"' not in client.get(f"{LIST}{one.pk}/change/").content.decode()


def test_list_of_calls_counts_the_applications_that_one_may_read(national, regional, call):
    application_of(call)
    application_of(call, departement=factories.departement("75", "Paris", factories.region("11", "Île-de-France")))

    for person, count in ((national, 2), (regional, 1)):
        client = Client()
        sign_in(client, person)
        assert [one.of_staff for one in client.get("/admin/cell/call/").context["cl"].result_list if one == call] == [count]


def test_calls_that_no_list_names_are_recognised_too_each_by_its_name(national, pole):
    """The list of recognitions does not name them: a pole may be retained by several, on the same day."""
    made = []
    for slug in ("tremplin", "essor"):
        call = Call.objects.create(
            slug=slug, name=f"Appel {slug}", year=2025, organiser="Fictive", announced="2025-10", kinds=["autre-appel"],
            is_published=True,
        )  # fmt: skip
        made.append(retained(national, read_twice(national, application_of(call, pole))))

    assert list(Recognition.objects.order_by("pk").values_list("kind", "call_name", "recognised_by", "result")) == [
        ("autre-appel", "Appel tremplin (2025)", "Fictive", "lauréat"),
        ("autre-appel", "Appel essor (2025)", "Fictive", "lauréat"),
    ]
    page = html.unescape(Client().get(pole.get_absolute_url()).content.decode())
    assert "Lauréat de l'appel « Appel tremplin (2025) »" in page and "Appel essor (2025)" in page
    page = html.unescape(Client().get("/appels/essor/").content.decode())
    assert "1 pôle a une page ici" in page and pole.name in page

    essor = Call.objects.get(slug="essor")
    client = Client()
    sign_in(client, national)
    address = f"/admin/cell/call/{essor.pk}/change/"
    form = client.get(address).context["adminform"].form
    data = {field.html_name: "" if field.value() is None else field.value() for field in form}
    answer = client.post(address, {**data, "name": "Appel essor 2025", "is_published": "on", "sources": ""})
    assert answer.status_code == 302
    assert Recognition.objects.order_by("-pk")[0].call_name == "Appel essor 2025"

    made[1].refresh_from_db()
    made[1].result = "non-retenue"
    applications.save(national, made[1])
    assert Recognition.objects.get().call_name == "Appel tremplin (2025)"


def test_recognition_that_was_told_before_stays_as_it_was_told(national, call, pole):
    told = pole.recognitions.create(kind="ami-2024", source="Une liste")
    one = retained(national, read_twice(national, application_of(call, pole)))

    assert list(Recognition.objects.values_list("pk", "source")) == [(told.pk, "Une liste")] and one.recognition is None
    one.result = "non-retenue"
    applications.save(national, one)
    assert Recognition.objects.get() == told


def test_pole_or_kind_that_changes_moves_the_recognition(national, call, pole):
    Call.objects.update(kinds=["ami-2021-phase-1", "ami-2021-phase-2"], announced="2021")
    call.refresh_from_db()
    one = read_twice(national, application_of(call, pole))
    with pytest.raises(ValidationError, match="Choisissez une des reconnaissances"):
        retained(national, one)
    one.refresh_from_db()
    retained(national, one, kind="ami-2021-phase-1")
    other = factories.pole("Autre pôle fictif")
    retained(national, one, pole=other, kind="ami-2021-phase-2")

    assert list(Recognition.objects.values_list("pole", "kind", "start_precision")) == [(other.pk, "ami-2021-phase-2", "year")]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"second_opinion": "favorable"}, "La CNA donne son avis après la CRA."),
        ({"result": "retenue", "first_opinion": "favorable"}, "après les deux avis"),
        ({"amount": 10}, "qu'à une candidature retenue"),
        ({"first_opinion": "bof"}, "bof"),
    ],
)
def test_what_contradicts_itself_is_refused_by_the_form_and_by_the_database(national, call, pole, fields, told):
    one = application_of(call, pole)
    with pytest.raises(ValidationError) as refusal:
        applications.save(national, Application(**{**vars_of(one), **fields}))
    assert any(told in message for message in refusal.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=one.pk).update(**fields)


def vars_of(one):
    return {field.attname: getattr(one, field.attname) for field in Application._meta.concrete_fields}


def test_retained_needs_a_pole_and_a_call_that_gives_something(national, call, pole):
    one = read_twice(national, application_of(call))
    with pytest.raises(ValidationError, match="Dites de quel pôle il s'agit"):
        retained(national, one)
    Call.objects.update(kinds=[])
    with pytest.raises(ValidationError, match="quelle reconnaissance il donne"):
        retained(national, Application.objects.get(), pole=pole)
    assert not Recognition.objects.exists()


def test_regional_cell_gives_the_first_opinion_in_its_regions_and_no_more(regional, call, pole):
    mine = application_of(call, pole)
    mine.first_opinion, mine.first_reading = "reserve", "À préciser."
    assert applications.save(regional, mine).first_by == regional
    for name, value in (("second_opinion", "favorable"), ("result", "retiree"), ("name", "Autre")):
        one = Application.objects.get()
        setattr(one, name, value)
        with pytest.raises(PermissionDenied):
            applications.save(regional, one)
    far = application_of(call, departement=factories.departement("75", "Paris", factories.region("11", "Île-de-France")))
    far.first_opinion = "favorable"
    with pytest.raises(PermissionDenied):
        applications.save(regional, far)
    with pytest.raises(PermissionDenied):
        applications.save(regional, Application(call=call, name="X", departement=pole.seat_departement))


def test_applications_follow_a_pole_that_is_another_and_come_back(national, call, pole):
    other = factories.pole("Pôle candidat fictif bis")
    retained(national, read_twice(national, application_of(call, other)))
    application_of(call, pole)
    before = rows()
    merging.merge_poles(national, pole, other, set())

    assert sorted(Application.objects.values_list("pole", "result")) == [(pole.pk, "retenue"), (pole.pk, "retiree")]
    assert Recognition.objects.get().pole == pole
    operations.undo(national, Operation.objects.get().pk)
    assert rows() == before


def test_two_retained_applications_of_one_call_stop_the_merge(national, call, pole):
    other = factories.pole("Pôle candidat fictif bis")
    for one in (pole, other):
        retained(national, read_twice(national, application_of(call, one)))
    with pytest.raises(ValidationError, match="Les deux pôles sont retenus"):
        merging.merge_poles(national, pole, other, set())
    assert Pole.objects.filter(merged_into=None).count() == 2


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_address_of_calls_and_applications(call, role):
    one = application_of(call, factories.pole("Pôle secret"), name="Projet secret", summary="secret")
    client = client_of(role)
    enters = role in ("national staff", "regional staff here")
    pages = [LIST, f"{LIST}{one.pk}/change/", f"{LIST}{one.pk}/history/", f"{LIST}export/", "/admin/cell/call/"]
    pages += [f"/admin/cell/call/{call.pk}/change/", "/admin/cell/committeeseat/"]

    for address, method in itertools.product(pages, ("get", "head", "post", "put", "patch", "delete")):
        answer = getattr(client, method)(address)
        secret = b"secret" in answer.content.lower() if hasattr(answer, "content") else False
        assert not secret or enters, (address, method)
        if role == "regional staff elsewhere":  # lists without it, and the calls
            assert answer.status_code in ((302, 403) if f"application/{one.pk}/" in address else (200, 302, 403, 405))
        elif not enters:
            assert answer.status_code in (302, 403), (address, method, answer.status_code)
    for address in (f"{LIST}add/", "/admin/cell/call/add/", "/admin/cell/committeeseat/add/"):
        assert (client.get(address).status_code == 200) == (role == "national staff"), address
    client.post(f"{LIST}{one.pk}/delete/", {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": one.pk, "post": "yes"})
    assert Application.objects.filter(pk=one.pk).exists()


def form_of(client, one):
    form = client.get(f"{LIST}{one.pk}/change/").context["adminform"].form
    return {field.html_name: field.value() for field in form if field.value() is not None}


def test_page_of_the_regional_cell_takes_its_opinion_alone(regional, call, pole):
    one, client = application_of(call, pole), sign_in(Client(), regional)
    data = form_of(client, one)

    assert set(data) == {"first_opinion", "first_reading"}
    client.post(f"{LIST}{one.pk}/change/", {**data, "first_opinion": "favorable", "result": "retenue", "name": "Autre"})
    one.refresh_from_db()
    assert (one.first_opinion, one.result, one.name, one.first_by) == ("favorable", "recue", "Projet fictif", regional)


def test_page_of_the_national_cell_decides_and_tells_what_it_refuses(national, call, pole):
    one, client = application_of(call, pole), sign_in(Client(), national)
    data = {**form_of(client, one), "received_on": "2024-05-02"}
    refused = client.post(f"{LIST}{one.pk}/change/", {**data, "result": "retenue"})
    assert "après les deux avis" in refused.content.decode() and Application.objects.get().result == "recue"

    answers = {"first_opinion": "favorable", "second_opinion": "favorable", "result": "retenue", "amount": "100000"}
    assert client.post(f"{LIST}{one.pk}/change/", {**data, **answers}).status_code == 302
    assert Application.objects.get().amount == 100_000 and Recognition.objects.get().pole == pole
    added = client.post(f"{LIST}add/", {**data, "pole": "", "name": "Second projet"})
    assert added.status_code == 302 and Application.objects.get(name="Second projet").pole is None


def test_first_page_and_lists_tell_what_waits(national, regional, call, pole, django_assert_max_num_queries):
    application_of(call, pole)
    application_of(call, name="Lue", first_opinion="favorable")
    application_of(call, name="Deux fois", first_opinion="favorable", second_opinion="reserve")
    page = sign_in(Client(), national).get("/admin/").content.decode()
    assert all(
        words in page for words in ("Candidatures à lire (CRA)", "Candidatures à lire (CNA)", "Candidatures lues, à décider")
    )
    page = sign_in(Client(), regional).get("/admin/").content.decode()
    assert "Candidatures à lire (CRA)" in page and "Candidatures à lire (CNA)" not in page
    client = sign_in(Client(), national)
    for address in (LIST, f"{LIST}?file=cna", "/admin/cell/call/", "/admin/cell/committeeseat/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_nothing_of_applications_is_public(call, pole):
    application_of(call, pole, name="Projet secret", summary="secret")
    Call.objects.update(is_published=True)
    for address in ("/appels/", "/appels/ami-2024/", "/cellule/", pole.get_absolute_url(), "/poles/json"):
        answer = Client().get(address)
        assert b"secret" not in (b"".join(answer.streaming_content) if answer.streaming else answer.content)


def test_recognition_given_by_an_application_is_left_out_of_a_return_to_a_moment(national, call, pole):
    """It is told, and the rest comes back."""
    then = history.moments(pole, 1, for_staff=True)[0][-1].key
    Pole.objects.filter(pk=pole.pk).update(acronym="XYZ")
    retained(national, read_twice(national, application_of(call, pole)))
    client = sign_in(Client(), national)
    page = f"/admin/poles/pole/{pole.pk}/history/{then}/"

    shown = client.get(page).content.decode()
    keys = re.findall(r'name="retablir" value="([^"]+)"', shown)
    assert keys == ["acronym"] and "une candidature retenue : elle y change" in shown
    assert client.post(page, {"retablir": keys}).status_code == 302
    assert Pole.objects.get(pk=pole.pk).acronym == "" and Recognition.objects.filter(pole=pole).exists()


def test_recognition_given_by_an_application_is_not_deleted_with_others(national, call, pole):
    retained(national, read_twice(national, application_of(call, pole)))
    kept, other = Recognition.objects.get(), Recognition.objects.create(pole=pole, kind="aap-2013", source="Liste")
    ticked = {"action": "delete_selected", "_selected_action": [kept.pk, other.pk]}

    answer = sign_in(Client(), national).post("/admin/poles/recognition/", ticked, follow=True)

    assert answer.status_code == 200 and "Rien n&#x27;est supprimé : " in answer.content.decode()
    assert Recognition.objects.count() == 2
