"""Each list of the back office: its filters, its search, the page of a row, for whom may read it and for whom may not."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cell.models import Call, Mailing
from charter.models import Signature
from poles.admin.queue import QueueFilter
from poles.models import Import, Operation, Organisation, PartnershipRole, Place, Pole, Proposal, Sector
from ptce_site.models import SavedView, SiteSettings
from tests.poles.back_office import client_of
from tests.records import another, first_keys, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LISTS = [model for model in admin.site._registry if model is not SiteSettings]
MOST_STATEMENTS = 12
WITHOUT_FILTER = {"poles.GlossaryWord"}


def root(model):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def shows_a_queue(model):
    return any(isinstance(one, type) and issubclass(one, QueueFilter) for one in admin.site._registry[model].list_filter)


def choices_of(client, model):
    """The filters of a list, and what they add to its address, each choice once."""
    listed = client.get(root(model)).context["cl"]
    found = {choice["query_string"] for spec in listed.filter_specs for choice in spec.choices(listed)}
    return listed.filter_specs, sorted(found - {"?"})


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_list_is_filtered_and_searched_in_few_statements(model, django_assert_max_num_queries):
    one_of_each()
    client = client_of("national staff")
    filters, choices = choices_of(client, model)
    assert bool(filters) != (model._meta.label in WITHOUT_FILTER)
    for query in ("", *choices, "?q=secret", "?q=romans+26281", "?q=%27%22", "?o=1", "?p=999", "?e=1"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            response = client.get(root(model) + query)
        assert response.status_code in ((200,) if query in ("", *choices) else (200, 302)), (model, query)


# Nobody else sees anything of these.
INSIDE = {
    *("accounts.User", "cell.Mailing", "cell.Unsubscribed", "charter.Campaign", "poles.Import", "poles.Operation"),
    *("poles.KnownApart", "poles.LoadedFile", "poles.QualityCount", "poles.SiteCheck", "poles.PartnershipRole"),
    *("ptce_site.Job", "ptce_site.Letter"),
}


@pytest.mark.parametrize("model", [one for one in LISTS if one is not SavedView], ids=lambda model: model._meta.label)
def test_page_of_a_row_leads_to_the_site_where_it_is_shown(model):
    one_of_each()
    Call.objects.update(is_published=True)
    client = client_of("national staff")
    shown = client.get(f"{root(model)}{first_keys()[root(model)]}/change/")
    assert shown.status_code == 200
    links = re.findall(r'<a href="([^"]+)"[^>]*>Voir (?:sur le site|la page|sa page)', shown.content.decode())

    assert bool(links) != (model._meta.label in INSIDE)
    for link in links:
        page = client.get(link.replace("&amp;", "&"), follow=True)
        assert page.status_code == 200 and not page.wsgi_request.path.startswith("/admin/"), link


@pytest.mark.parametrize("model", [Pole, Call, Place, Proposal], ids=lambda model: model._meta.label)
def test_what_is_not_published_leads_nowhere(model):
    one_of_each()
    Pole.objects.update(publication="brouillon", merged_into=None)
    shown = client_of("national staff").get(f"{root(model)}{first_keys()[root(model)]}/change/")

    assert shown.status_code == 200 and "Voir sur le site" not in shown.content.decode()
    assert "Voir la page" not in shown.content.decode()


@pytest.mark.parametrize("role", ["user", "staff without rights", "regional staff elsewhere", "inactive staff"])
def test_no_parameter_makes_a_list_wider_than_what_one_may_read(role):
    """Filters, searches, the window where one chooses a row, and what the library looks up by itself."""
    pole = one_of_each()
    national, client = client_of("national staff"), client_of(role)
    for model in LISTS:
        own = role == "staff without rights" and model._meta.app_label == "charter"  # theirs
        queries = [f"?pole__id__exact={pole.pk}", f"?pole__name__startswith={pole.name[:3]}", "?_popup=1&_to_field=id", "?all="]
        for query in [*choices_of(national, model)[1], "?q=secre", *queries]:
            response = client.get(root(model) + query)
            assert response.status_code in (200, 302, 400, 403), (model, query)
            assert own or "secret" not in response.content.decode().lower(), (model, query)


@pytest.mark.parametrize("model", [one for one in LISTS if one is not SavedView], ids=lambda model: model._meta.label)
def test_history_is_offered_where_it_is_kept(model):
    one_of_each()
    client, page = client_of("national staff"), f"{root(model)}{first_keys()[root(model)]}/"
    shown = client.get(f"{page}change/").content.decode()
    own_page = model in {Proposal, Signature, Import, Operation, Mailing}  # each tells what happened to it

    assert ('class="historylink"' in shown) == (hasattr(model, "pgh_event_model") and not own_page)
    assert own_page or not hasattr(model, "pgh_event_model") or client.get(f"{page}history/").status_code == 200


@pytest.mark.parametrize("role", ["national staff", "regional staff here", "regional staff elsewhere"])
@pytest.mark.parametrize("model", [Organisation, PartnershipRole, Sector, Call], ids=lambda model: model._meta.label)
def test_what_a_row_counts_is_in_the_list_that_it_leads_to(model, role):
    pole = one_of_each()
    pole.partnerships.get().roles.add(PartnershipRole.objects.get(slug="financeur"))
    client = client_of(role)
    links = re.findall(r'class="field-(?:count|leads)[^>]*><a href="([^"]+)">(\d+)', client.get(root(model)).content.decode())

    expected = [1, 1] if model is Organisation else [1]  # leads it, and is a member
    assert [int(number) for _, number in links] == ([] if role == "regional staff elsewhere" else expected)
    for link, number in links:
        assert client.get(link.replace("&amp;", "&")).context["cl"].result_count == int(number)


@pytest.mark.parametrize("role", ["national staff", "regional staff here"])
def test_more_rows_ask_no_more_statements(role):
    one_of_each()
    client = client_of(role)

    def statements():
        counts = {}
        for model in LISTS:
            client.get(root(model))  # what is read once is read
            with CaptureQueriesContext(connection) as asked:
                shown = client.get(f"{root(model)}?file=toutes" if shows_a_queue(model) else root(model))
            counts[model._meta.label] = (len(asked), shown.context["cl"].result_count if shown.status_code == 200 else 0)
        return counts

    before = statements()
    for number in range(4):
        another(number)
    after = statements()

    grown = {label for label in before if after[label][1] >= before[label][1] + 4}
    assert len(grown) >= 16, grown
    assert {label: (before[label], after[label]) for label in before if after[label][0] > before[label][0]} == {}
