"""What somebody deleted in the back office, and brings back."""

import re

import pytest

from accounts.models import User
from poles.models import GlossaryWord, Membership
from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.ignore_template_errors]


def version_of(page):
    """The key of the version offered first."""
    return re.findall(r'href="\?version=(\d+)"', page)[0]


def test_deleted_row_comes_back_by_its_history():
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    client, root = client_of("national staff"), f"/admin/poles/glossaryword/{word.pk}/"
    told = client.post(f"{root}delete/", {"post": "yes"}, follow=True).content.decode()
    assert f'<a href="{root}history/">Son historique</a> permet de le rétablir.' in told
    assert not GlossaryWord.objects.exists()

    page = client.get(f"{root}history/").content.decode()
    assert "Supprimé le" in page and f'href="{root}change/"' not in page
    shown = client.get(f"{root}history/?version={version_of(page)}")
    assert [label for label, _ in shown.context["asked"].differences] == ["identifiant", "mot", "définition"]
    answer = client.post(f"{root}history/", {"version": version_of(page)}, follow=True)

    assert "version rétablie" in answer.content.decode()
    assert GlossaryWord.objects.values_list("pk", "slug", "name", "definition").get() == (word.pk, "scop", "SCOP", "Société.")


def test_row_that_contradicts_what_was_made_since_stays_deleted():
    word = GlossaryWord.objects.create(slug="scop", name="SCOP", definition="Société.")
    client, root = client_of("national staff"), f"/admin/poles/glossaryword/{word.pk}/"
    client.post(f"{root}delete/", {"post": "yes"})
    GlossaryWord.objects.create(slug="scop", name="Une autre", definition="Société.")

    answer = client.post(f"{root}history/", {"version": version_of(client.get(f"{root}history/").content.decode())})

    assert answer.status_code == 422 and GlossaryWord.objects.get().name == "Une autre"


def test_regional_staff_bring_back_no_row_of_poles():
    """A deleted row does not say any more whose it was."""
    held = Membership.objects.create(pole=factories.pole("Pôle A"), organisation=factories.organisation())
    Membership.objects.filter(pk=held.pk).delete()
    page = f"/admin/poles/membership/{held.pk}/history/"

    for role, status in (("regional staff here", 302), ("national staff", 200)):
        assert client_of(role).get(page).status_code == status, role


def test_person_erased_does_not_come_back():
    person = factories.user("partie@example.org")
    key = person.pk
    User.objects.filter(pk=key).delete()

    answer = client_of("national staff").get(f"/admin/accounts/user/{key}/history/", follow=True)
    assert "partie@example.org" not in answer.content.decode()
