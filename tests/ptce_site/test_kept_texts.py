"""Texts of templates that never change: translated once for each language, and otherwise as Django does."""

import pytest
from django.template import Context, Template
from django.template.engine import Engine
from django.templatetags import i18n
from django.utils import translation

from ptce_site.templatetags.kept_texts import ConstantNode


def shown(template, **values):
    return Template(f"{{% load i18n kept_texts %}}{template}").render(Context(values))


def test_text_follows_the_language_and_is_kept_for_each():
    template = Template('{% load i18n kept_texts %}{% translate "Home" %}')
    node = template.nodelist.get_nodes_by_type(ConstantNode)[0]

    with translation.override("fr"):
        french = [template.render(Context()) for _ in range(2)]
    with translation.override("en"):
        assert template.render(Context()) == "Home"

    assert french == ["Accueil", "Accueil"] and node.texts == {"fr": "Accueil", "en": "Home"}


@pytest.mark.parametrize(
    "template",
    [
        "{% translate text %}",
        '{% translate "Home"|upper %}',
        '{% translate "Home" as word %}{{ word }}!',
        '{% translate "100 %% <b>" %}',
        '{% trans "Home" noop %}',
        '{% translate "May" context "abbrev. month" %}',
        '{% blocktranslate %}Home{% endblocktranslate %}{% translate "Home" %}',
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_else_is_as_django_does(template, language):
    with translation.override(language):
        stock = Engine(libraries={"i18n": i18n.__name__}).from_string(f"{{% load i18n %}}{template}")

        assert shown(template, text="<b>") == shown(template, text="<b>") == stock.render(Context({"text": "<b>"}))
