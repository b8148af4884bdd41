"""The back office as a test uses it: who enters, and what their browser sends."""

from django.test import Client

from tests import factories
from tests.signed_in import sign_in

ROLES = {
    "stranger": lambda: None,
    "user": lambda: factories.user("simple@example.org"),
    "staff without rights": lambda: factories.user("vide@example.org", role="charte"),
    "regional staff here": lambda: factories.user("cra84@example.org", role="regionale", region_codes=["84"]),
    "regional staff elsewhere": lambda: factories.user("cra11@example.org", role="regionale", region_codes=["11"]),
    "inactive staff": lambda: factories.user("parti@example.org", role="nationale", is_active=False),
    "staff without a second factor": factories.staff,
    "national staff": factories.staff,
}


def client_of(role):
    client = Client()
    person = ROLES[role]()
    if person:
        sign_in(client, person, second_factor=role != "staff without a second factor")
    return client


def form_of(client, pole):
    """What the browser would send back, unchanged."""
    response = client.get(f"/admin/poles/pole/{pole.pk}/change/")
    data = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, bool):
                data |= {field.html_name: "on"} if value else {}
            elif value is not None:
                data[field.html_name] = value
    return data


def submit(pole, client=None, **changes):
    """Send the pole's form with `changes`; the answer."""
    client = client or client_of("national staff")
    return client.post(f"/admin/poles/pole/{pole.pk}/change/", {**form_of(client, pole), **changes})
