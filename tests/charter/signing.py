"""Signing, as a test does it."""

import re

from ptce_site.models import Letter

SIGN = "/charte/signer/"
TYPED = {
    "version": "2021",
    "name": "Pôle nouveau fictif",
    "commune": "Romans-sur-Isère",
    "signatory_name": "Dominique Fictif",
    "signatory_function": "Direction",
    "email": "dominique@example.org",
    "statement": "Nous coopérons.",
    "commitment": "on",
}


def code():
    return re.search(r"^(\d{6})$", Letter.objects.latest("pk").text, re.MULTILINE)[1]


def begun(client, **changes):
    """The address of the page that asks for the code."""
    response = client.post(SIGN, {**TYPED, **changes})
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]
