"""The back office: who enters, and what each list shows."""

import itertools
import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver

from poles.models import KeptForm, NetworkFact, Pole, Proposal, ProposedChange, SearchEntry, SearchWord
from ptce_site.models import SiteSettings
from tests import factories
from tests.poles.back_office import client_of
from tests.records import first_keys, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
# What names lists, and one's own password.
OPEN = {
    *("/admin/", "/admin/poles/", "/admin/cell/", "/admin/ptce_site/"),
    *("/admin/password_change/", "/admin/password_change/done/"),
}
METHODS = ("get", "head", "post", "put", "patch", "delete")


def addresses():
    """Every address of the back office, whatever app says it, with the key of a row of that list where it asks for one."""
    kind = ContentType.objects.get_for_model(Pole)
    pole = str(Pole.objects.earliest("pk").pk)
    others = {"moment": "0", "kind": "poles", "content_type_id": str(kind.pk)}
    keys = first_keys()
    found = {"/admin/poles/", "/admin/accounts/", "/admin/charter/", "/admin/cell/", "/admin/ptce_site/"}
    for route in routes(admin.site.urls[0]):
        if "(?P" not in route:  # the lists of an app are above; the last catches what is nowhere
            key = keys.get("/admin/" + "/".join(route.split("/")[:2]) + "/", pole)
            found.add("/admin/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda asked, key=key: others.get(asked[1], key), route))
    return sorted(found - {f"/admin/{open_to_all}" for open_to_all in ("login/", "logout/", "jsi18n/")})


def routes(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def test_every_kind_of_address_is_among_them():
    one_of_each()
    told = addresses()

    assert len(told) > 250
    for kind in (
        "pole/qualite/",
        "pole/doublons/",
        "import/modele/poles.csv",
        "organisation/{}/fusionner/",
        "pole/{}/history/0/",
    ):
        keys = {model: first_keys()[f"/admin/poles/{model}/"] for model in ("pole", "organisation")}
        assert f"/admin/poles/{kind.format(keys['organisation' if 'organisation' in kind else 'pole'])}" in told


@pytest.mark.parametrize("role", ["stranger", "user", "inactive staff", "staff without a second factor"])
def test_those_without_access_see_nothing_of_the_back_office(role):
    one_of_each()
    client = client_of(role)
    for address in addresses():
        for method in METHODS:
            response = getattr(client, method)(address)
            assert response.status_code == 302, (method, address)
            assert response["Location"].startswith("/admin/login/")
            assert b"secret" not in response.content


def test_person_who_is_not_of_the_staff_is_told_so_and_not_sent_round():
    client = client_of("user")

    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_staff_without_rights_sees_no_record():
    one_of_each()
    client = client_of("staff without rights")
    # The charter is theirs: tests/charter; so is the import of its signatures: tests/poles/test_imports.
    # Views are kept by whoever sees a list: tests/ptce_site/test_saved_views.
    theirs = ("/admin/charter/", "/admin/poles/import/", "/admin/ptce_site/savedview/")
    for address in (one for one in addresses() if not one.startswith(theirs)):
        for method in METHODS:
            response = getattr(client, method)(address)
            allowed = (302, 403, 404, 405, *([200] if address in OPEN else []))
            assert response.status_code in allowed, (method, address, response.status_code)
            assert b"secret" not in response.content


# What regional staff works with: rows of their poles, and lists to choose from.
SEEN = {
    *("proposal", "claim", "report", "pole", "partnership", "membership", "recognition", "stage", "place"),
    *("coordinator", "invitation", "namedcontact", "followup", "organisation", "collectivity", "sector", "partnershiprole"),
    *("operation", "call", "application", "committeeseat", "mailing", "savedview"),
}


@pytest.mark.parametrize("role", ["regional staff elsewhere", "regional staff here"])
def test_regional_staff_has_what_is_about_poles_of_its_regions_and_no_more(role):
    pole = one_of_each()
    sent = Proposal.objects.get()
    client, answers = client_of(role), {}

    for address, method in itertools.product(addresses(), METHODS):
        response = getattr(client, method)(address, {"action": "tout"} if method == "post" else {})
        answers[address, method] = response.status_code
        seen = b"secret" in response.content.lower() or response.status_code == 200
        is_seen = address.split("/")[3:4] and address.split("/")[3] in SEEN
        assert not seen or is_seen or address in OPEN, (method, address)
        assert role == "regional staff here" or b"secret" not in response.content.lower(), (method, address)

    queue, page = "/admin/poles/proposal/", f"/admin/poles/proposal/{sent.pk}/change/"
    mine = role == "regional staff here"
    assert answers[queue, "get"] == 200
    assert (answers[page, "get"], answers[page, "post"]) == ((200, 302) if mine else (404, 404))
    assert Pole.objects.get(pk=pole.pk).name == ("Autre nom secret" if mine else "Pôle au nom secret")


def test_national_staff_sees_every_list_and_record():
    pole = factories.pole("Pôle visible", seat_commune=factories.commune())
    client = client_of("national staff")
    for model in admin.site._registry:
        root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if model is SiteSettings:  # of one row: the list leads to it
            assert client.get(root)["Location"] == f"{root}1/change/"
            continue
        assert client.get(root).status_code == 200, root
        assert client.get(f"{root}?q=visible").status_code == 200, root
    assert b"P\xc3\xb4le visible" in client.get(f"/admin/poles/pole/{pole.pk}/change/").content


@pytest.mark.parametrize("query", ["q=PTCE-0001", "q=Romans-Pole", "q=ancienne-adresse"])
def test_pole_is_found_by_code_and_former_address(query):
    pole = factories.pole("Romans-Pole", slug="ancienne-adresse")
    factories.pole("Autre")
    Pole.objects.filter(pk=pole.pk).update(slug="nouvelle")

    shown = client_of("national staff").get(f"/admin/poles/pole/?{query}").content.decode()

    assert "Romans-Pole" in shown
    assert ">Autre<" not in shown


def test_list_of_poles_costs_the_same_at_1_and_30_rows(django_assert_max_num_queries):
    client = client_of("national staff")
    for number in range(30):
        factories.pole(f"Pôle {number}", seat_commune=factories.commune())
        if number in (0, 29):
            with django_assert_max_num_queries(9):
                client.get("/admin/poles/pole/")


def test_departements_of_an_intercommunalite_are_shown():
    epci = factories.epci()
    epci.covered_departements.create(departement=factories.departement())

    shown = client_of("national staff").get(f"/admin/poles/collectivity/{epci.pk}/change/").content.decode()

    assert "Drôme (26)" in shown


def test_every_model_stands_in_the_back_office():
    from django.apps import apps

    registered = set(admin.site._registry)
    inlined = {inline.model for model_admin in admin.site._registry.values() for inline in model_admin.inlines}
    written_by_triggers = {SearchEntry, SearchWord}
    ours = {model for model in apps.get_app_config("poles").get_models() if not hasattr(model, "pgh_tracked_model")}

    in_their_proposal, of_one_person = {ProposedChange}, {KeptForm}
    assert ours - registered - inlined == written_by_triggers | in_their_proposal | of_one_person


def test_pole_cannot_be_deleted_even_by_the_national_staff():
    pole = factories.pole()
    client = client_of("national staff")

    assert client.post(f"/admin/poles/pole/{pole.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Pole.objects.count() == 1


def test_published_figures_are_read_only():
    fact = NetworkFact.objects.create(kind="x", unit="text", meaning="Un texte", date_precision="unknown")

    assert client_of("national staff").post(f"/admin/poles/networkfact/{fact.pk}/change/", {}).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"), [("national staff", 302), ("regional staff here", 302), ("regional staff elsewhere", 404)]
)
def test_on_site_leads_to_the_public_page_of_what_one_may_see(role, status):
    pole = factories.pole(slug="nom-secret")
    kind = ContentType.objects.get_for_model(Pole).pk
    client = client_of(role)

    answer = client.get(f"/admin/r/{kind}/{pole.pk}/")

    assert answer.status_code == status and (status == 404 or answer["Location"] == "/poles/nom-secret/")
    for wrong in (f"{kind}/0", f"{kind}/x", "0/1", f"{2**40}/1", f"{ContentType.objects.get(model='events').pk}/1"):
        assert client.get(f"/admin/r/{wrong}/").status_code == 404, wrong
