"""What may be held twice, the two side by side, and the warning to who types a new one."""

import pytest
from django.test import Client

from poles import duplicates
from poles.models import KnownApart, Operation, Organisation, Pole
from tests import factories
from tests.poles.back_office import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/admin/poles/pole/doublons/"


def pairs(model=Pole):
    found, total = duplicates.pairs(model.objects.all(), 50)
    assert total == len(found)
    return {(str(pair.one), str(pair.other)): pair.why for pair in found}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"siret": "73282932000074"}, {"siren": "732829320"}, None),
        ({"siren": "732829320"}, {"siren": "732829320"}, "même SIREN"),
        ({"rna": "W123456789"}, {"rna": "W123456789"}, "même RNA"),
        ({"website": "https://www.exemple.fr/"}, {"website": "http://exemple.fr"}, "même site"),
        ({"website": "https://exemple.fr/a"}, {"website": "https://exemple.fr/b"}, None),
    ],
)
def test_numbers_and_sites_tell_pairs(one, other, why):
    factories.pole("Alpha", **one)
    factories.pole("Zeta", **other)
    assert pairs() == ({("Alpha", "Zeta"): why} if why else {})


def test_near_names_tell_pairs_in_one_departement_only():
    factories.pole("PTCE de la Vallée du Vent")
    factories.pole("Pôle Vallée du vent")
    factories.pole("Vallée du Vent", seat_departement=factories.departement("38", "Isère"))
    factories.pole("Autre chose")
    assert pairs() == {("PTCE de la Vallée du Vent", "Pôle Vallée du vent"): duplicates.SAME_NAME}


def test_withdrawn_merged_and_told_apart_are_no_pair():
    kept, other = factories.pole("Vallée du Vent"), factories.pole("Vallée du Vents")
    factories.pole("Vallée du vent", publication="retire")
    assert len(pairs()) == 1
    page = client_of("national staff").post(LIST, {"paire": [kept.pk, other.pk]})
    assert (page.status_code, KnownApart.objects.get().one) == (302, kept.pk)
    assert pairs() == {} and duplicates.like(kept) == []


def test_organisations_are_compared_too():
    factories.organisation("Association des Moulins", departement=factories.departement())
    factories.organisation("Moulins (association)", departement=factories.departement())
    assert list(pairs(Organisation).values()) == [duplicates.SAME_NAME]


@pytest.mark.parametrize("paire", [[], ["1"], ["a", "b"], ["1", "1"], ["1", "99999999"], ["9" * 30, "1"]])
def test_pair_that_is_none_is_not_found(paire):
    factories.pole("Vallée du Vent")
    assert client_of("national staff").post(LIST, {"paire": paire}).status_code == 404


def test_list_asks_little(django_assert_max_num_queries):
    for number in range(30):
        factories.pole(f"Vallée du Vent {number}", website="https://exemple.fr")
    client = client_of("national staff")
    with django_assert_max_num_queries(8):
        assert "45 paires" in client.get(LIST).content.decode()


def test_two_are_compared_then_merged_then_parted():
    kept, merged = factories.pole("Vallée du Vent", summary="Un."), factories.pole("Vallée du vent", summary="Deux.")
    client = client_of("national staff")
    address = f"/admin/poles/pole/{kept.pk}/fusionner/"
    assert f"?avec={merged.pk}" in client.get(address).content.decode()
    page = client.get(f"{address}?avec={merged.pk}").content.decode()
    assert "Deux." in page and Operation.objects.count() == 0

    done = client.post(f"{address}?avec={merged.pk}", {"valeur-summary": "autre"}, follow=True)
    assert "est fusionné dans Vallée du Vent" in done.content.decode()
    assert Pole.objects.get(pk=kept.pk).summary == "Deux."
    again = client.post(f"{address}?avec={merged.pk}", {})
    assert "a déjà été fusionnée" in again.content.decode() and Operation.objects.count() == 1

    operation = f"/admin/poles/operation/{Operation.objects.get().pk}/change/"
    assert "Annuler cette opération" in client.get(operation).content.decode()
    assert client.post(operation).status_code == 302
    assert Pole.objects.get(pk=kept.pk).summary == "Un."
    assert client.post(operation).status_code == 422


@pytest.mark.parametrize("avec", ["", "0", "99999999", "a", "-1", "9" * 40])
def test_other_that_is_none_is_asked_for(avec):
    pole = factories.pole()
    response = client_of("national staff").get(f"/admin/poles/pole/{pole.pk}/fusionner/?avec={avec}")
    assert response.status_code == 200 and "Comparer" in response.content.decode()


def test_obstacle_is_told_before_and_after():
    kept, merged = factories.pole("Vallée du Vent"), factories.pole("Vallée du vent")
    merged.proposals.create(state="envoyee", submitted_at="2026-01-01T00:00Z")
    client = client_of("national staff")
    address = f"/admin/poles/pole/{kept.pk}/fusionner/?avec={merged.pk}"
    assert "décidez-en d&#x27;abord" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    assert Pole.objects.filter(merged_into=None).count() == 2


def test_regional_staff_is_told_that_the_other_is_not_of_its_regions():
    here = factories.pole("Vallée du Vent")
    far = factories.pole(
        "Loin",
        publication="brouillon",
        summary="Texte réservé",
        seat_departement=factories.departement("75", "Paris", factories.region("11", "Île-de-France")),
    )
    client = client_of("regional staff here")
    address = f"/admin/poles/pole/{here.pk}/fusionner/?avec={far.pk}"
    for method in (client.get, client.post):
        page = method(address).content.decode()
        assert "n&#x27;est pas de vos régions" in page and "Texte réservé" not in page
    assert Pole.objects.filter(merged_into=None).count() == 2
    assert client.get(f"/admin/poles/pole/{far.pk}/fusionner/").status_code == 404
    assert client.get("/admin/poles/organisation/doublons/").status_code == 403


@pytest.mark.parametrize("role", ["stranger", "user", "staff without rights", "inactive staff", "regional staff elsewhere"])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete"])
def test_others_neither_see_nor_merge(role, method):
    kept, merged = factories.pole("Vallée du Vent secrète"), factories.pole("Vallée du vent secrète")
    client = client_of(role)
    for kind in ("pole", "organisation"):
        for page in (f"{kind}/doublons/", f"{kind}/{kept.pk}/fusionner/?avec={merged.pk}", f"{kind}/{kept.pk}/fusionner/"):
            response = getattr(client, method)(f"/admin/poles/{page}")
            sees_own = role == "regional staff elsewhere" and page == "pole/doublons/"
            assert response.status_code in ((200, 404) if sees_own else (302, 403, 404)), page
            assert b"secr" not in response.content
    assert not Operation.objects.exists() and not KnownApart.objects.exists()


def new(**values):
    return {"name": "Pôle Vallée du vent", "seat_departement": factories.departement().pk, "publication": "brouillon", **values}


def management():
    from tests.poles.test_admin_forms import PREFIXES

    return {f"{prefix}-{part}": "0" for prefix in PREFIXES for part in ("TOTAL_FORMS", "INITIAL_FORMS")}


def test_who_types_a_new_one_is_warned_once_and_loses_nothing():
    factories.pole("PTCE Vallée du vent")
    client = client_of("national staff")
    typed = {**management(), **new(summary="Saisi.")}
    warned = client.post("/admin/poles/pole/add/", typed)
    page = warned.content.decode()
    assert (warned.status_code == 200 and "Déjà dans l&#x27;annuaire" in page) or "Déjà dans l'annuaire" in page
    assert "Saisi." in page and "PTCE Vallée du vent" in page

    assert client.post("/admin/poles/pole/add/", {**typed, "quand-meme": "oui"}).status_code == 302
    assert Pole.objects.count() == 2


def test_new_organisation_is_warned_of_too():
    factories.organisation("Association des Moulins")
    client = client_of("national staff")
    typed = {"name": "Association des moulins", "memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    assert "même" in client.post("/admin/poles/organisation/add/", typed).content.decode()
    assert client.post("/admin/poles/organisation/add/", {**typed, "quand-meme": "oui"}).status_code == 302
    assert Organisation.objects.count() == 2 and Client().get("/structures/").status_code == 200


@pytest.mark.parametrize("model", ["pole", "organisation"])
def test_those_that_a_new_one_may_be_are_told_while_typing(model):
    departement = factories.departement()
    if model == "pole":
        factories.pole("Vallée du Vent", seat_departement=departement)
    else:
        factories.organisation("Vallée du Vent", departement=departement)
    client, address = client_of("national staff"), f"/admin/poles/{model}/ressemblants/"

    def told(**typed):
        return "Vallée du Vent" in client.get(address, typed).content.decode()

    assert told(name="vallee du vent") and told(name="Vallee du ventt", seat_departement=departement.pk)
    assert not told(name="Tout autre nom") and not told() and not told(name="\0", siret="1")
    assert client.get(address, {"name": "x", "departement": "9" * 40, "seat_departement": "²"}).status_code == 200
    assert client_of("stranger").get(address).status_code == 302
    assert client_of("staff without rights").get(address).status_code == 403


def test_pairs_told_to_be_two_are_listed_by_their_names():
    one, other = factories.pole("Vallée du Vent"), factories.pole("Vallée du Ventoux")
    KnownApart.objects.create(kind="pole", one=one.pk, other=other.pk)
    page = client_of("national staff").get("/admin/poles/knownapart/?q=ventoux").content.decode()

    for pole in (one, other):
        assert f'<a href="/admin/poles/pole/{pole.pk}/change/">{pole.name}</a>' in page
