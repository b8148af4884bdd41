"""Actions on many rows at once: no role reaches, with any of them, a row that is not its own."""

import pytest
from django.contrib import admin
from django.contrib.admin import helpers

from poles.models import Claim, GlossaryWord, Invitation, Place, Report
from ptce_site.models import HomeMessage, Letter
from tests.poles.back_office import client_of
from tests.records import first_keys, one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ACTIONS = ("delete_selected", "send_again", "resend", "revoke", "retry", "cancel", "inventee")
OTHERS = ("stranger", "user", "staff without rights", "regional staff elsewhere", "inactive staff")


@pytest.fixture
def rows():
    return one_of_each()


def everything():
    """Every row of every list, column by column, but what signing in writes."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in admin.site._registry
        if model._meta.label != "accounts.User"
    }


@pytest.mark.parametrize("role", OTHERS)
def test_those_whose_rows_they_are_not_change_none_by_an_action(role, rows):
    assert first_keys()  # of each kind
    client = client_of(role)
    before = everything()
    for model in admin.site._registry:
        keys = [str(key) for key in model._base_manager.values_list("pk", flat=True)[:5]]
        for action in ACTIONS:
            sent = {"action": action, helpers.ACTION_CHECKBOX_NAME: keys, "index": 0, "post": "yes"}
            response = client.post(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", sent)
            assert response.status_code in (200, 302, 403), (model, action, response.status_code)

    after = everything()

    assert {label for label in before if before[label] != after[label]} == set()


def test_regional_staff_here_deletes_rows_of_its_poles_and_no_list_of_the_cell(rows):
    client = client_of("regional staff here")
    for model in (Place, GlossaryWord, HomeMessage, Letter, Claim, Report):
        keys = [str(key) for key in model.objects.values_list("pk", flat=True)]
        sent = {"action": "delete_selected", helpers.ACTION_CHECKBOX_NAME: keys, "index": 0, "post": "yes"}
        client.post(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", sent)

    assert not Place.objects.exists()
    for kept in (GlossaryWord, HomeMessage, Letter, Claim, Report):
        assert kept.objects.count() >= 1, kept


def test_regional_staff_acts_on_invitations_of_its_poles_only(rows):
    invitation = Invitation.objects.get()
    for role, revoked in (("regional staff elsewhere", False), ("regional staff here", True)):
        sent = {"action": "revoke", helpers.ACTION_CHECKBOX_NAME: [invitation.pk], "index": 0}
        client_of(role).post("/admin/poles/invitation/", sent)
        invitation.refresh_from_db()
        assert (invitation.revoked_at is not None) == revoked, role


def test_every_action_of_the_back_office_is_among_those_tried():
    named = {
        getattr(action, "__name__", action) for shown_by in admin.site._registry.values() for action in shown_by.actions or ()
    }

    assert named <= set(ACTIONS)
