"""People named on a page: asked by letter, shown when they agree, forgotten when they no longer do."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from poles.models import Coordinator, NamedContact
from poles.services import named_contacts
from ptce_site.models import Letter
from tests import factories
from tests.letters import delivered
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
SPACE, PAGE = "/espace/pole-a/contacts/", "/poles/pole-a/"
TYPED = {"name": "Dominique Fictive", "function": "Coordination", "email": "Dominique@Example.org", "phone": "01 02 03 04 05"}


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a")


@pytest.fixture
def editor(pole):
    return sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)


@pytest.fixture
def link(pole, editor):
    """That of the letter that asks."""
    assert editor.post(SPACE, TYPED).status_code == 302
    found = re.search(r"http\S+(/compte/accord/\S+)", delivered()[-1].body)
    assert found and delivered()[-1].to == ["dominique@example.org"]
    return found[1]


def shown():
    return Client().get(PAGE).content.decode()


def test_name_is_shown_with_the_accord_of_the_person_only(pole, editor, link):
    assert "Dominique" not in shown() and "pas encore montré" in editor.get(SPACE).content.decode()

    page = Client().get(link)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and "noindex" in page.content.decode()
    Client().head(link)
    assert "Dominique" not in shown()  # a mail scanner agrees to nothing
    agreed = Client().post(link, {"action": "accepter"}).content.decode()

    assert "Vous avez donné votre accord le" in agreed
    html = shown()
    assert "Dominique Fictive, Coordination" in html and "01 02 03 04 05" in html and "dominique@example.org" not in html
    assert NamedContact.objects.get().consented_at.date() == timezone.now().date()
    assert "Dominique" not in b"".join(Client().get("/poles/json").streaming_content).decode()
    assert "Dominique" not in re.search(r"ld\+json.*?</script>", html, re.S)[0]


@pytest.mark.django_db(transaction=True)
def test_page_kept_by_a_browser_is_asked_again_after_an_accord(pole):
    contact = pole.named_contacts.create(**{**TYPED, "email": "d@example.org"})
    stamp = Client().get(PAGE)["ETag"]

    named_contacts.consent(contact.pk)

    assert Client().get(PAGE, headers={"if-none-match": stamp}).status_code == 200


def test_address_is_shown_when_asked_and_agreed(pole, editor):
    editor.post(SPACE, {**TYPED, "shows_email": "on"})
    named_contacts.consent(NamedContact.objects.get().pk)

    assert 'href="mailto:dominique@example.org"' in shown()


def test_accord_is_withdrawn_by_the_same_link_and_nothing_is_left(pole, link):
    Client().post(link, {"action": "accepter"})
    assert "Retirer mon accord" in Client().get(link).content.decode()

    answer = Client().post(link, {"action": "retirer"})

    assert answer.status_code == 200 and "sur aucune page" in answer.content.decode()
    assert "Dominique" not in shown() and not NamedContact.objects.exists()
    letters = list(Letter.objects.values_list("to", "text"))
    assert letters == [("", "")]
    assert (Client().get(link).status_code, Client().post(link, {"action": "accepter"}).status_code) == (410, 200)
    assert not NamedContact.objects.exists()


def test_editor_removes_and_too_many_or_twice_is_refused(pole, editor, link):
    twice = editor.post(SPACE, TYPED)
    assert twice.status_code == 422 and "déjà dans la liste" in twice.content.decode()
    for number in range(2):
        assert editor.post(SPACE, {**TYPED, "email": f"p{number}@example.org"}).status_code == 302
    many = editor.post(SPACE, {**TYPED, "email": "p9@example.org"})
    assert (
        many.status_code == 422 and "3 personnes au plus" in many.content.decode() and "p9@example.org" in many.content.decode()
    )

    first = NamedContact.objects.first()
    assert editor.post(f"{SPACE}{first.pk}/retirer/").status_code == 302
    assert editor.post(f"{SPACE}{first.pk}/retirer/").status_code == 404
    assert NamedContact.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "non"}, "adresse de courriel valide"),
        ({"name": ""}, "obligatoire"),
        ({"phone": "abc"}, "Des chiffres"),
        ({"function": "x" * 151}, "150"),
    ],
)
def test_bad_input_keeps_what_was_typed(pole, editor, change, said):
    answer = editor.post(SPACE, {**TYPED, **change})

    html = answer.content.decode()
    assert answer.status_code == 422 and said in html and "autofocus" in html and not Letter.objects.exists()
    assert "Coordination" in html or "function" in change


@pytest.mark.parametrize("token", ["1", "1:abc", "é", "x" * 300])
def test_link_that_is_not_ours_leads_nowhere(pole, token):
    assert Client().get(f"/compte/accord/{token}/").status_code == 404


def test_who_does_not_answer_is_forgotten(pole, editor, link):
    month = timezone.now() - datetime.timedelta(days=31)
    NamedContact.objects.update(asked_at=month)
    assert named_contacts.forget_unanswered() == 1
    kept = NamedContact.objects.create(pole=pole, **{**TYPED, "email": "d@example.org"}, asked_at=month, consented_at=month)

    assert named_contacts.forget_unanswered() == 0 and NamedContact.objects.get() == kept
