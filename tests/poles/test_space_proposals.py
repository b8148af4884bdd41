"""The space, where what is changed goes through the cell: sections, lists, pasted names, the proposal."""

import pytest
from django.test import Client

from poles.models import Coordinator, KeptForm, Organisation, PartnershipRole, Pole, Proposal
from poles.services import proposals
from poles.services.changes import Wanted
from tests import factories
from tests.poles.space import SPACE, USUAL, asked, opened
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def pole():
    return factories.pole("Pôle A", slug="pole-a", seat_commune=factories.commune())


@pytest.fixture
def client(pole):
    return sign_in(Client(), Coordinator.objects.create(user=factories.user(), pole=pole).user)


def test_name_goes_into_the_proposal_and_is_shown_as_typed(client, pole):
    address = f"{SPACE}modifier/identite/"
    response = client.post(address, {**opened(client, address), "name": "Pôle B", "founded_year": "2014"}, follow=True)

    assert "C&#x27;est dans votre proposition." in response.content.decode()
    assert asked() == [("name", "Pôle A", "Pôle B"), ("founded_year", None, 2014)]
    assert client.get(address).context["form"]["name"].value() == "Pôle B"
    assert "Pôle A" in Client().get("/poles/pole-a/").content.decode()
    assert "Elle n'est pas encore envoyée" in client.get(SPACE).content.decode()


ROMANS, VALENCE = "commune:26281", "commune:26362"
NEW, WITH_NUMBER = {"name": "Coop fictive"}, {"name": "Coop fictive", "siren": "732829320"}
CULTURE = {"pivot": "culture", "slugs": ["culture"]}


@pytest.mark.parametrize(
    ("section", "typed", "subject", "after"),
    [
        ("siege", {"commune": "Valence", "address": "1 rue"}, "seat", {"address": "1 rue", "commune": VALENCE, "point": None}),
        ("siege", {"commune": "Valence (26362)", "address": ""}, "seat", {"address": "", "commune": VALENCE, "point": None}),
        ("porteuse", {"organisation": "Coop fictive"}, "lead_organisation", NEW),
        ("porteuse", {"organisation": "Coop fictive, SIREN 732 829 320"}, "lead_organisation", WITH_NUMBER),
        ("secteurs", {"sectors": ["culture"], "pivot": "culture"}, "sectors", CULTURE),
        ("territoire", {"places": "Drôme (26)\r\nRomans-sur-Isère\r\n"}, "territory", [ROMANS, "departement:26"]),
    ],
)
def test_each_section_makes_its_change(client, pole, section, typed, subject, after):
    factories.commune("26362", "Valence")
    factories.sector()
    address = f"{SPACE}modifier/{section}/"

    assert client.post(address, {**opened(client, address), **typed}).status_code == 302
    before = {
        "seat": {"address": "", "commune": ROMANS, "point": None},
        "sectors": {"pivot": "", "slugs": []},
        "territory": [],
    }.get(subject)
    assert asked() == [(subject, before, after)]
    again = client.post(address, opened(client, address), follow=True)
    assert "Rien n&#x27;avait changé." in again.content.decode()
    assert asked() == [(subject, before, after)]


def test_links_are_published_at_once(client, pole):
    address = f"{SPACE}modifier/liens/"
    client.post(
        address, {**opened(client, address), "links": "example.org/pole\r\n\r\nhttps://example.net/\r\nexample.org/pole"}
    )

    assert list(pole.social_addresses.values_list("url", flat=True)) == ["https://example.org/pole", "https://example.net/"]


@pytest.mark.parametrize(
    ("section", "field", "typed", "said"),
    [
        ("liens", "links", "javascript:alert(1)", "L'adresse doit être celle d'une page publique"),
        ("siege", "commune", "Nulle part", "Aucun lieu ne s'appelle « Nulle part »."),
        (
            "siege",
            "commune",
            "Saint-Denis",
            "Plusieurs lieux répondent à « Saint-Denis ». Écrivez l'un d'eux : Saint-Denis (26301, Drôme)",
        ),
        ("siege", "commune", "Drôme", "Aucun lieu ne s'appelle « Drôme »."),
        ("territoire", "places", "Drôme\nNulle part", "Aucun lieu ne s'appelle « Nulle part »."),
        ("porteuse", "organisation", "123 456 789", "Ce numéro n'est pas valable"),
        ("porteuse", "organisation", "732 829 320", "Aucune structure connue n'a ce numéro"),
        ("porteuse", "organisation", "…", "Écrivez son nom."),
        ("secteurs", "sectors", ["inconnu"], "Sélectionnez un choix valide."),
        ("identite", "siret", "1", ""),
        ("identite", "founded_year", "demain", "Saisissez un nombre entier."),
        ("identite", "name", "nul\0", ""),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(client, pole, section, field, typed, said):
    for code in ("26301", "26302"):
        factories.commune(code, "Saint-Denis")
    address = f"{SPACE}modifier/{section}/"
    response = client.post(address, {**opened(client, address), field: typed})

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(said)
    assert form[field].value() == typed
    assert form.fields[field].widget.attrs["autofocus"] is True
    assert not Proposal.objects.exists()


def test_known_organisation_is_proposed_first(client, pole):
    known = factories.organisation("Coopérative fictive du Nord", siren="732829320")
    address = f"{SPACE}membres/ajouter/"

    asks = client.post(address, {**USUAL, "organisation": "fictive du nord"})
    assert asks.status_code == 422 and "Coopérative fictive du Nord, 732829320" in asks.content.decode()
    client.post(address, {**USUAL, "organisation": "fictive du nord", "which": f"slug:{known.slug}"})
    client.post(address, {**USUAL, "organisation": "fictive du nord", "which": "nouvelle", "role": "partenaire"})
    client.post(address, {**USUAL, "organisation": "732 829 320", "role": "fondateur", "since": "03/2014"})
    assert [(after["organisation"], after["role"], after["since"]) for _, _, after in asked()] == [
        ({"slug": known.slug}, "membre", ""),
        ({"name": "fictive du nord"}, "partenaire", ""),
        ({"slug": known.slug}, "fondateur", "2014-03"),
    ]


def test_member_is_changed_taken_away_and_put_back(client, pole):
    member = pole.memberships.create(organisation=factories.organisation("Une"))
    address = f"{SPACE}membres/{member.pk}/"

    client.post(address, {**opened(client, address), "role": "fondateur", "since": "2014"})
    assert [(before["role"], after["role"], after["since"]) for _, before, after in asked()] == [
        ("membre", "fondateur", "2014")
    ]
    client.post(f"{address}retirer/")
    assert asked()[0][2] is None
    assert "retrait proposé" in client.get(f"{SPACE}membres/").content.decode()
    client.post(address, {**opened(client, address), "role": "membre"})
    assert not Proposal.objects.exists()
    assert client.get(f"{SPACE}membres/{member.pk + 1}/").status_code == 404


def test_proposed_member_is_changed_before_it_is_sent(client, pole):
    client.post(f"{SPACE}membres/ajouter/", {**USUAL, "organisation": "Une"})
    change = Proposal.objects.get().changes.get().pk
    address = f"{SPACE}membres/propose/{change}/"

    client.post(address, {**opened(client, address), "role": "fondateur"})
    assert [after["role"] for _, _, after in asked()] == ["fondateur"]
    assert client.get(address).status_code == 404


def test_collectivity_with_roles_amount_and_period(client, pole):
    PartnershipRole.objects.create(slug="ingenierie", name="Ingénierie")
    typed = {"collectivity": "Drôme", "roles": ["ingenierie"], "amount": "1 200,5", "link": "example.org", "since": "2016"}

    bad = client.post(f"{SPACE}collectivites/ajouter/", {**typed, "until": "2018", "goes_on": "on"})
    assert list(bad.context["form"].errors) == ["goes_on"]
    client.post(f"{SPACE}collectivites/ajouter/", {**typed, "until": "", "goes_on": "on"})
    assert asked()[0][2] == {
        "collectivity": "departement:26", "roles": ["ingenierie"], "amount": "1200.50", "link": "https://example.org",
        "since": "2016", "until": "", "goes_on": True,
    }  # fmt: skip


def test_place_is_published_at_once_and_undone(client, pole):
    typed = {
        "name": "Atelier fictif",
        "description": "Des machines.",
        "address": "",
        "commune": "Romans-sur-Isère",
        "website": "",
    }
    client.post(f"{SPACE}lieux/ajouter/", typed)
    assert "Atelier fictif" in Client().get("/poles/pole-a/").content.decode()
    assert "ajout, lieu" in client.get(SPACE).content.decode()

    client.post(f"{SPACE}annuler/{Proposal.objects.get().pk}/")
    assert not pole.places.exists()
    again = client.post(f"{SPACE}annuler/{Proposal.objects.earliest('pk').pk}/", follow=True)
    assert "plus rien à annuler" in again.content.decode()


def test_names_pasted_are_matched_with_known_organisations(client, pole):
    known = factories.organisation("Coopérative fictive")
    pole.memberships.create(organisation=factories.organisation("Déjà membre"))
    pasted = "- Coopérative fictive\r\n• Toute nouvelle ; \r\nDéjà membre\r\n\r\nToute nouvelle"
    address = f"{SPACE}membres/coller/"

    form = client.post(address, {"names": pasted}).context["form"]
    assert [(form.fields[f"ligne-{n}"].label, form[f"ligne-{n}"].value()) for n in range(3)] == [
        ("Coopérative fictive", f"slug:{known.slug}"),
        ("Toute nouvelle", "nouvelle"),
        ("Déjà membre", "non"),
    ]
    chosen = {name: form[name].value() for name in form.fields}
    client.post(address, {**chosen, "action": "ajouter"})
    assert [after["organisation"] for _, _, after in asked()] == [{"slug": known.slug}, {"name": "Toute nouvelle"}]
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("pasted", ["", "\r\n ", "x" * 251, "\r\n".join(f"Coop {n}" for n in range(101))])
def test_bad_paste_is_told(client, pole, pasted):
    response = client.post(f"{SPACE}membres/coller/", {"names": pasted})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["names"]


def test_what_is_typed_is_kept_wrong_or_right_and_shown_again(client, pole):
    address = f"{SPACE}modifier/contact/"
    typed = {**opened(client, address), "phone": "abc", "email": "a@example.org"}

    assert client.post(address, {**typed, "action": "garder"}).status_code == 302
    assert client.post(address, {**typed, "action": "garder"}, headers={"X-Requested-With": "fetch"}).status_code == 204
    form = client.get(address).context["form"]
    assert (form["phone"].value(), form["email"].value(), form.errors) == ("abc", "a@example.org", {})
    assert Pole.objects.get().email == ""
    client.post(address, {**typed, "phone": "0102030405"})
    assert (Pole.objects.get().email, KeptForm.objects.count()) == ("a@example.org", 0)


def test_what_is_kept_is_forgotten_on_demand_and_is_ones_own(client, pole):
    address = f"{SPACE}modifier/contact/"
    client.post(address, {**opened(client, address), "phone": "0102030405", "action": "garder"})
    other = sign_in(Client(), Coordinator.objects.create(user=factories.user("autre@example.org"), pole=pole).user)

    assert other.get(address).context["form"]["phone"].value() == ""
    client.post(address, {"action": "oublier"})
    assert client.get(address).context["form"]["phone"].value() == ""


@pytest.mark.parametrize("typed", ["x" * 200_001, "nul\0"])
def test_what_cannot_be_kept_is_said(client, pole, typed):
    response = client.post(f"{SPACE}modifier/contact/", {"phone": typed, "action": "garder"}, follow=True)

    assert "trop long pour être gardé" in response.content.decode()
    assert not KeptForm.objects.exists()


def test_what_would_change_is_seen_before_it_is_published(client, pole):
    Pole.objects.update(description="Une ligne.")
    address = f"{SPACE}modifier/presentation/"
    shown = client.post(
        address, {**opened(client, address), "description": "Une **belle** ligne.", "action": "voir"}
    ).content.decode()

    assert "<ins>" in shown and "<strong>belle</strong>" in shown
    assert Pole.objects.get().description == "Une ligne."


def test_other_editors_change_of_the_same_value_is_told(client, pole):
    address = f"{SPACE}modifier/siege/"
    mine = {**opened(client, address), "address": "1 rue Fictive"}
    proposals.save(
        pole.coordinators.get().user,
        pole,
        [Wanted("seat", {"commune": "commune:26281", "address": "2 rue Autre", "point": None})],
    )

    told = client.post(address, mine)
    assert told.status_code == 422 and "2 rue Autre" in told.content.decode()
    assert client.post(address, {**mine, "opened": told.context["form"]["opened"].value()}).status_code == 302
    assert asked()[0][2]["address"] == "1 rue Fictive"


def test_proposal_is_sent_taken_up_and_withdrawn(client, pole):
    address = f"{SPACE}proposition/"
    proposals.save(pole.coordinators.get().user, pole, [Wanted("name", "Pôle B"), Wanted("acronym", "PB")])
    assert "<ins>" in client.get(address).content.decode()

    client.post(f"{address}oter/", {"changement": Proposal.objects.get().changes.first().pk})
    client.post(f"{address}oter/", {"changement": "²"})
    client.post(f"{address}envoyer/", {"message": "Un mot."})
    assert "elle attend la réponse" in client.get(SPACE).content.decode()
    client.post(f"{address}envoyer/")  # a double click
    assert (Proposal.objects.get().state, Proposal.objects.get().message) == ("envoyee", "Un mot.")
    client.post(f"{address}reprendre/")
    client.post(f"{address}reprendre/")
    assert Proposal.objects.count() == 2
    client.post(f"{address}retirer/")
    client.post(f"{address}retirer/")
    assert set(Proposal.objects.values_list("state", flat=True)) == {"retiree"}
    assert client.post(f"{address}inconnu/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_pages_of_lists_ask_little(client, pole, count, django_assert_num_queries):
    role = PartnershipRole.objects.create(slug="ingenierie", name="Ingénierie")
    editor = pole.coordinators.get().user
    wanted = []
    for number in range(count):
        pole.memberships.create(organisation=factories.organisation(f"Coop {number}"))
        pole.places.create(name=f"Lieu {number}", commune=pole.seat_commune)
        place = factories.commune(f"263{number:02}", f"Commune {number}")
        pole.partnerships.create(collectivity=place).role_links.create(role=role)
        wanted.append(Wanted("members", {"organisation": {"name": f"Autre {number}"}, **USUAL, "source": "", "goes_on": False}))
    proposals.save(editor, pole, wanted)
    client.get(SPACE)

    for address, queries in (
        ("membres/", 9),
        ("lieux/", 9),
        ("collectivites/", 11),
        ("proposition/", 9),
        ("modifier/identite/", 8),
    ):
        with django_assert_num_queries(queries):
            client.get(f"{SPACE}{address}")
    with django_assert_num_queries(8):
        client.post(f"{SPACE}membres/coller/", {"names": "\n".join(f"Coop {number}" for number in range(count))})


def test_row_is_kept_as_typed_and_seen_before_it_is_sent(client, pole):
    address = f"{SPACE}membres/ajouter/"
    typed = {
        "organisation": "Asso fictive",
        "role": "membre",
        "member_type": "",
        "since": "un jour",
        "until": "",
        "opened": "null",
    }

    assert client.post(address, {**typed, "action": "garder"}, headers={"X-Requested-With": "fetch"}).status_code == 204
    form = client.get(address).context["form"]
    assert (form["organisation"].value(), form["since"].value(), form.errors) == ("Asso fictive", "un jour", {})
    seen = client.post(address, {**typed, "since": "2021", "action": "voir"})
    assert "<ins>" in seen.content.decode() and Proposal.objects.count() == 0
    client.post(address, {**typed, "since": "2021"})
    assert asked()[0][2]["organisation"] == {"name": "Asso fictive"}
    assert not client.get(address).context["form"].is_bound  # what was sent is no longer kept
