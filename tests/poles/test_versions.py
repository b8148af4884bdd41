"""What the cell sees of the history of a pole, and the page brought back to what it was."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from poles.enums import OriginKind
from poles.models import FieldOrigin, Membership, Organisation, Partnership, PartnershipRole, Pole
from poles.services import persons
from tests import factories
from tests.poles.back_office import ROLES, client_of, submit
from tests.signed_in import sign_in

# A transaction is a moment.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
MOST_STATEMENTS = 12


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a", summary="Un résumé ancien.", email="ancienne@example.org")


@pytest.fixture
def staff():
    return client_of("national staff")


def history_of(pole):
    return f"/admin/poles/pole/{pole.pk}/history/"


def text_of(response):
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index('id="content-main"') :]).split()).replace("&#x27;", "'")


def moments(client, pole):
    """The addresses of versions, latest first."""
    found = re.findall(r'href="(/admin/poles/pole/\d+/history/\d+/)"', client.get(history_of(pole)).content.decode())
    assert found
    return found


def offered(client, address):
    return re.findall(r'name="retablir" value="([^"]+)"', client.get(address).content.decode())


def test_history_tells_who_when_what_and_from_where(pole, staff):
    assert submit(pole, staff, email="neuve@example.org", publication="retire").status_code == 302
    Pole.objects.update(acronym="PA")

    text = text_of(staff.get(history_of(pole)))

    assert "cellule@example.org, depuis le back office" in text
    assert "par la cellule" in text and "par une commande du serveur" in text
    assert "Adresse électronique générique retiré : ancienne@example.org ajouté : neuve@example.org" in text
    assert "Publication retiré : publié ajouté : retiré" in text and "Sigle ajouté : PA" in text


def test_erased_person_is_nobody_in_it(pole):
    person = factories.user("partie@example.org", role="nationale")
    client = Client()
    sign_in(client, person, second_factor=True)
    assert submit(pole, client, acronym="PA").status_code == 302
    assert "partie@example.org" in client.get(history_of(pole)).content.decode()
    person.role = ""
    person.save()
    persons.erase(person)

    assert "partie@example.org" not in client_of("national staff").get(history_of(pole)).content.decode()


def test_one_field_comes_back_and_is_told_to_come_from_the_cell(pole, staff):
    Pole.objects.update(summary="Un résumé nouveau.", acronym="PA")
    first = moments(staff, pole)[-1]
    assert offered(staff, first) == ["acronym", "summary"]

    assert staff.post(first, {"retablir": ["summary"]}).status_code == 302

    pole.refresh_from_db()
    assert (pole.summary, pole.acronym) == ("Un résumé ancien.", "PA")
    assert FieldOrigin.objects.get(pole=pole, field="summary").kind == OriginKind.STAFF
    assert offered(staff, first) == ["acronym"]


def test_whole_version_comes_back_with_its_rows(pole, staff):
    kept = pole.memberships.create(
        organisation=factories.organisation("Gardée"), period=("2016-01-01", None), start_precision="year", end_precision="open"
    )
    given = Partnership.objects.create(pole=pole, collectivity=factories.departement(), amount="1200.50")
    given.role_links.create(role=PartnershipRole.objects.create(slug="finance", name="finance"))
    before = (
        list(Membership.objects.values()),
        list(Partnership.objects.values()),
        list(given.role_links.values_list("role__slug")),
    )
    version = moments(staff, pole)[0]
    kept.delete()
    pole.memberships.create(organisation=factories.organisation("Venue"))
    given.role_links.all().delete()
    given.amount = None
    given.save()
    Pole.objects.update(name="Autre nom", seat_address="1 rue fictive")
    page = text_of(staff.get(version))

    assert "Gardée, membre, depuis 2016" in page and "Venue" in page
    assert staff.post(version, {"retablir": offered(staff, version)}).status_code == 302

    pole.refresh_from_db()
    given.refresh_from_db()
    after = (
        list(Membership.objects.values()),
        list(Partnership.objects.values()),
        list(given.role_links.values_list("role__slug")),
    )
    assert after == before and pole.name == "Pôle A" and pole.seat_address == ""
    assert "Rien ne sépare" in text_of(staff.get(version))


def test_what_refers_to_what_is_gone_cannot_come_back(pole, staff):
    member = pole.memberships.create(organisation=factories.organisation("Dissoute"))
    version = moments(staff, pole)[0]
    key = f"membership-{member.pk}"
    member.delete()
    Organisation.objects.all().delete()

    assert offered(staff, version) == [] and "n'est plus dans l'annuaire" in text_of(staff.get(version))
    answer = staff.post(version, {"retablir": [key]})
    assert answer.status_code == 422 and not Membership.objects.exists()


def test_what_the_database_refuses_is_said_and_changes_nothing(pole, staff):
    organisation = factories.organisation("Coop")
    former = pole.memberships.create(organisation=organisation)
    version = moments(staff, pole)[0]
    key = f"membership-{former.pk}"
    former.delete()
    newer = pole.memberships.create(organisation=organisation)
    Pole.objects.update(acronym="PA")

    answer = staff.post(version, {"retablir": [key, "acronym"]})

    assert answer.status_code == 422 and "Cette structure est déjà membre du pôle, sans date." in text_of(answer)
    assert Membership.objects.get() == newer and Pole.objects.get().acronym == "PA"


def test_nothing_ticked_or_changed_meanwhile_is_said(pole, staff):
    Pole.objects.update(acronym="PA")
    first = moments(staff, pole)[-1]

    assert "Rien n'est coché" in text_of(staff.post(first, {}))
    Pole.objects.update(acronym="")
    answer = staff.post(first, {"retablir": ["acronym"]})
    assert answer.status_code == 422 and "La page a changé depuis" in text_of(answer)


def test_double_click_restores_once(pole, staff):
    Pole.objects.update(acronym="PA")
    first = moments(staff, pole)[-1]

    assert [staff.post(first, {"retablir": ["acronym"]}).status_code for _ in range(2)] == [302, 422]
    assert Pole.objects.get().acronym == ""


@pytest.mark.parametrize("moment", ["0", "9" * 17, "9" * 40])
def test_moment_when_nothing_was_shows_nothing(pole, staff, moment):
    answer = staff.get(f"{history_of(pole)}{moment}/")

    assert answer.status_code == 404 or "Rien ne sépare" in text_of(answer)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("national staff", "regional staff here")])
def test_others_neither_see_nor_restore(pole, role, method):
    Pole.objects.update(acronym="PA")
    client = client_of(role)
    for address in (history_of(pole), f"{history_of(pole)}1/"):
        answer = getattr(client, method)(address, {"retablir": ["acronym"]} if method == "post" else {})
        assert answer.status_code in (302, 403, 404) and b"ancien" not in answer.content
    assert Pole.objects.get().acronym == "PA"


def test_history_costs_the_same_with_much_of_it(pole, staff):
    for number in range(40):
        pole.memberships.create(organisation=factories.organisation(f"Coop {number}"))
        Pole.objects.update(members_announced=number)
    addresses = [history_of(pole), f"{history_of(pole)}?page=2", moments(staff, pole)[5]]

    for address in addresses:
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert staff.get(address).status_code == 200
        assert len(statements) <= MOST_STATEMENTS, address
