"""A letter to the poles of a list, in the back office: written, looked at, tried, sent, held, told."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from cell.models import Mailing, MailingLetter
from cell.services import mailings
from poles.models import Pole
from ptce_site.models import Letter
from tests import factories
from tests.cell.test_mailings import LIST, draft, pole_with
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def opened(national):
    """A draft, a client, and what the browser would send back of its page."""
    pole_with("contact@example.org")
    held, client = draft(national), sign_in(Client(), national)
    return held, client, typed(client, held)


def typed(client, held):
    form = client.get(page_of(held)).context["form"]
    typed = {field.html_name: "on" if field.value() is True else field.value() for field in form}
    return {**typed, **{f"initial-{name}": value for name, value in form.initial.items()}}


def page_of(held):
    return f"{LIST}{held.pk}/change/"


def test_what_was_not_looked_at_does_not_leave(opened):
    held, client, sent = opened

    answer = client.post(page_of(held), {**sent, "text": "Jamais vu.", "action": "envoyer"}, follow=True)

    assert "relisez ce que vous venez de changer" in answer.content.decode() and "Jamais vu." in answer.content.decode()
    assert Mailing.objects.get().state == "brouillon"
    client.post(page_of(held), {**typed(client, held), "action": "envoyer"})
    assert Mailing.objects.get().state == "en-cours"
    page = client.get(page_of(held)).content.decode()
    assert 'id="state" data-goes-on' in page and "back-office/progress" in page  # it tells by itself how far it is
    mailings.step(held.pk)
    assert "data-goes-on" not in client.get(page_of(held)).content.decode()


@pytest.mark.parametrize("action", ["essayer", "garder", "envoyer"])
def test_letter_that_somebody_else_changed_is_shown_before_it_is_replaced(opened, action):
    held, client, sent = opened
    Mailing.objects.filter(pk=held.pk).update(subject="Objet de Nils", text="Texte de Nils.")

    answer = client.post(page_of(held), {**sent, "text": "Texte de Nadia.", "action": action})
    shown, form = answer.content.decode(), answer.context["form"]

    assert answer.status_code == 422 and "quelqu&#x27;un a changé cette lettre" in shown
    assert "<strong>Objet de Nils</strong>" in shown and "Texte de Nils." in shown and "Texte de Nadia." in shown
    assert not Letter.objects.exists() and Mailing.objects.get().text == "Texte de Nils."
    again = {name: form.data[name] for name in ("subject", "text", "is_general", "initial-subject", "initial-text")}
    again |= {"initial-is_general": "True", "action": "garder"}
    assert client.post(page_of(held), again).status_code == 302
    assert Mailing.objects.values_list("subject", "text").get() == ("Objet de Nils", "Texte de Nadia.")


def test_what_somebody_else_changed_stays_where_one_changed_nothing(opened):
    held, client, sent = opened
    Mailing.objects.filter(pk=held.pk).update(subject="Objet de Nils", is_general=False)

    answer = client.post(page_of(held), {**sent, "text": "Texte de Nadia.", "action": "garder"}, follow=True)

    assert "Brouillon gardé." in answer.content.decode()
    kept = Mailing.objects.values_list("subject", "text", "is_general").get()
    assert kept == ("Objet de Nils", "Texte de Nadia.", False)


def test_draft_that_somebody_else_threw_away_gives_back_what_was_typed(opened, national):
    held, client, sent = opened
    mailings.discard(national, held.pk)

    answer = client.post(page_of(held), {**sent, "text": "Texte de Nadia.", "action": "garder"}, follow=True)

    assert "n&#x27;est plus là. Ce que vous aviez écrit : Texte de Nadia." in answer.content.decode()


def test_letter_that_somebody_else_sent_meanwhile_is_left_as_it_is(opened, national):
    held, client, sent = opened
    mailings.start(national, held.pk)

    answer = client.post(page_of(held), {**sent, "text": "Trop tard.", "action": "garder"}, follow=True)

    told = "plus un brouillon : rien n&#x27;y a été changé. Ce que vous aviez écrit : Trop tard."
    assert told in answer.content.decode()
    assert "Trop tard." not in Mailing.objects.get().text


def test_figures_of_a_letter_that_is_over_stay_those_of_that_day(opened, national):
    held, client, _ = opened
    pole_with(name="Pôle sans adresse")
    held.poles.set(Pole.objects.all())
    mailings.start(national, held.pk)
    mailings.step(held.pk)
    mailings.unsubscribe(MailingLetter.objects.get().key)
    pole = Pole.objects.get(name="Pôle sans adresse")
    pole.email = "nouvelle@example.org"
    pole.save()

    assert mailings.progress(Mailing.objects.get()) == mailings.Progress(
        poles=2, without_address=(pole,), addresses=1, unsubscribed=0, written=1, to_write=0
    )
    assert '<td class="field-written">1</td>' in client.get(LIST).content.decode()


def test_pole_leads_to_the_letters_that_were_written_to_it(opened):
    held, client, _ = opened
    regional = factories.user("cra84@example.org", role="regionale", region_codes=["84"])

    shown = client.get(f"/admin/poles/pole/{held.poles.get().pk}/change/").content.decode()

    link = f"{LIST}?poles__id__exact={held.poles.get().pk}"
    assert f'href="{link}">Envois' in shown
    assert str(held) in client.get(link).content.decode()
    others = sign_in(Client(), regional)
    page = others.get(f"/admin/poles/pole/{held.poles.get().pk}/change/").content.decode()
    assert "Envois aux pôles :" not in page and str(held) not in others.get(link).content.decode()


def test_from_the_filtered_list_to_the_letters(national, django_assert_max_num_queries):
    factories.pole("Ici", seat_departement=factories.departement(), email="ici@example.org")
    paris = factories.departement("75", "Paris", factories.region("11", "Île-de-France"))
    factories.pole("Ailleurs", seat_departement=paris, email="ailleurs@example.org")
    client = sign_in(Client(), national)
    link = "/admin/cell/mailing/add/?region=84"
    assert link in client.get("/admin/poles/pole/?region=84").content.decode()
    page = client.get(link).content.decode()
    assert "1 pôle (" in page and "Auvergne" in page
    assert client.post(link, {"subject": "", "text": "Bonjour"}).status_code == 422
    sent = client.post(link, {"subject": "Bonjour", "text": "Un **mot**.", "is_general": "on"})
    with django_assert_max_num_queries(12):
        page = client.get(sent["Location"]).content.decode()
    assert "Envoyer à 1 adresse" in page and "<strong>mot</strong>" in page
    changed = {**typed(client, Mailing.objects.get()), "subject": "Bonsoir", "text": "Un mot."}
    client.post(sent["Location"], {**changed, "action": "essayer"})
    assert Letter.objects.get().to == national.email and Letter.objects.get().subject == "[essai] Bonsoir"
    changed = typed(client, Mailing.objects.get())
    client.post(sent["Location"], {**changed, "subject": "", "text": "x", "action": "envoyer"})
    held = Mailing.objects.get()
    assert (held.state, held.subject) == ("brouillon", "Bonsoir")
    client.post(sent["Location"], {**changed, "action": "envoyer"})
    mailings.step(held.pk)
    assert sorted(Letter.objects.values_list("to", flat=True)) == [national.email, "ici@example.org"]
    over = client.get(sent["Location"]).content.decode()
    assert "Terminé" in over and 'name="action"' not in over
    assert client.get("/admin/cell/mailing/add/?inconnu__x=1").status_code == 404


def test_page_of_a_letter_tells_what_came_of_it_and_a_draft_is_thrown_away(national, django_assert_max_num_queries):
    pole_with("un@example.org", name="Pôle A")
    Pole.objects.update(publication="retire")
    pole_with(name="Pôle muet")
    client = sign_in(Client(), national)
    asked = client.get("/admin/cell/mailing/add/").content.decode()
    assert "2 pôles" in asked and "Dont 1 qui n'est pas public" in asked
    held = draft(national, is_general=True)
    page = f"/admin/cell/mailing/{held.pk}/change/"

    shown = client.get(page).content.decode()
    assert "Vous recevez ce courriel pour Pôle A." in shown and "Ne plus recevoir d'informations générales" in shown
    assert re.search(r"Pôles sans adresse : 1</summary><ul><li><a [^>]*>Pôle muet</a>", shown)
    mailings.start(national, held.pk)
    mailings.step(held.pk)
    Letter.objects.update(state="failed")
    with django_assert_max_num_queries(12):
        assert "refusées ou douteuses : 1 (<a " in client.get(page).content.decode()
    other = draft(national)
    gone = client.post(f"/admin/cell/mailing/{other.pk}/change/", {"subject": "", "action": "supprimer"}, follow=True)
    assert "Brouillon supprimé" in gone.content.decode() and Mailing.objects.get() == held
    client.post(page, {"action": "supprimer"})
    mailings.discard(national, held.pk)
    assert Mailing.objects.get() == held


def test_draft_is_thrown_away_by_who_may_see_it_only(national):
    held = draft(national)
    regional = factories.user("cra84@example.org", role="regionale", region_codes=["84"])

    with pytest.raises(PermissionDenied):
        mailings.discard(regional, held.pk)
    sign_in(client := Client(), regional)
    assert client.post(f"/admin/cell/mailing/{held.pk}/change/", {"action": "supprimer"}).status_code == 404
    assert Mailing.objects.get() == held


def test_list_without_poles_is_not_written_to(national):
    factories.region()
    answer = sign_in(Client(), national).get(f"{LIST}add/?region=84", follow=True)

    assert answer.redirect_chain == [("/admin/poles/pole/?region=84", 302)]
    assert "personne à qui écrire" in answer.content.decode()


def test_preview_and_test_are_signed_for_poles_that_will_read_it(national):
    pole_with(name="Pôle A sans adresse")
    pole_with("contact@example.org", name="Pôle B")
    pole_with("contact@example.org", name="Pôle C")
    held = draft(national)

    mailings.try_on_self(national, held)

    assert "pour Pôle B, Pôle C." in mailings.preview(held) and "pour Pôle B, Pôle C." in Letter.objects.get().text
    assert "un lien, propre à chaque adresse" in mailings.preview(held)
    assert "un lien, propre à chaque adresse" in Letter.objects.get().text
    Pole.objects.update(email="")
    assert "pour Pôle A sans adresse." in mailings.preview(held)
