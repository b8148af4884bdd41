"""The title of a page, written twice from one block."""

import re

import pytest
from django.template import Context, Template

from tests import factories


def test_title_is_escaped_in_both_places():
    page = Template("{% load titled %}{% titled %}{% block title %}{{ name }}{% endblock %} – Site{% endtitled %}")

    assert page.render(Context({"name": '"><script>'})) == (
        '<title>&quot;&gt;&lt;script&gt; – Site</title>\n  <meta property="og:title" content="&quot;&gt;&lt;script&gt; – Site">'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/poles/", "/poles/pole-dit/", "/territoires/", "/chiffres/", "/glossaire/", "/nulle-part/"]
)
def test_every_page_tells_its_own_title_once(client, address):
    factories.pole('Le "pôle" dit', slug="pole-dit")

    html = client.get(address).content.decode()

    (title,) = re.findall(r"<title>(.+?)</title>", html)
    assert re.findall(r'<meta property="og:title" content="([^"]+)">', html) == [title]
    assert title.endswith(" – Annuaire des PTCE")
