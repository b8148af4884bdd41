"""Undoing an import: what stands on its rows since is told, and keeps the whole; who may undo."""

import datetime
import html

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from poles.models import FollowUp, Membership, Organisation, Pole
from poles.services import operations
from tests import factories
from tests.charter.conftest import version_of
from tests.poles.importing import written
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]
MADE = "nom;département\nAtelier Cigale;26\nAtelier Fourmi;26\n"


@pytest.fixture
def national():
    factories.departement()
    return factories.staff()


def problems(user, held):
    with pytest.raises(ValidationError) as refused:
        operations.undo(user, held.operation_id)
    return refused.value.messages


def test_note_made_since_on_a_new_pole_is_told(national, client):
    """In a page, not as an error of the site."""
    held = written(national, "poles", MADE)
    note = FollowUp.objects.create(
        pole=Pole.objects.get(name="Atelier Cigale"), day=datetime.date(2026, 1, 2), text="Vu.", by=national
    )
    sign_in(client, national)
    answer = client.post(f"/admin/poles/operation/{held.operation_id}/change/")

    assert answer.status_code in (200, 422)
    page = html.unescape(answer.content.decode())
    assert "Changé depuis : rien n'est annulé." in page and "note de suivi : " in page
    assert f'<a href="/admin/poles/followup/{note.pk}/change/">note de suivi : ' in page
    assert Pole.objects.count() == 2


def test_member_made_since_of_a_new_structure_is_told(national):
    held = written(national, "structures", "nom\nFournil fictif\n")
    Membership.objects.create(pole=factories.pole("Lilas"), organisation=Organisation.objects.get(name="Fournil fictif"))

    told = problems(national, held)
    assert told[0] == "Changé depuis : rien n'est annulé." and len(told) == 2 and "Fournil fictif" in told[1]
    Membership.objects.all().delete()
    operations.undo(national, held.operation_id)
    assert not Organisation.objects.exists()


def test_who_keeps_the_charter_undoes_their_own_import_of_signatures(national):
    version = version_of()
    keeper, other = factories.user("charte@example.org", role="charte"), factories.user("autre@example.org", role="charte")
    pole = factories.pole("Lilas")
    held = written(keeper, "signatures", f"pole;version;date;source\n{pole.code};{version.slug};2022;une liste\n")
    address = f"/admin/poles/operation/{held.operation_id}/change/"
    answers = []
    for person in (other, keeper):
        client = Client()
        sign_in(client, person)
        answers.append((client.get(address).status_code, client.post(address).status_code))

    assert answers[0][0] in (302, 403, 404) and answers[0][1] in (302, 403, 404)
    assert answers[1] == (200, 302)
    assert not pole.recognitions.exists()
