"""Text rendered once."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def test_once_keeps_what_it_rendered_for_each_argument():
    template = Template("{% load once %}{% once name %}{{ name }} {{ number }}{% endonce %}")

    shown = [template.render(Context({"name": name, "number": number})) for number, name in enumerate("aab")]

    assert shown == ["a 0", "a 0", "b 2"]


def test_once_keeps_languages_apart():
    template = Template("{% load i18n once %}{% once %}{% get_current_language as code %}{{ code }}{% endonce %}")

    assert template.render(Context()) == "fr"
    with translation.override("en"):
        assert template.render(Context()) == "en"


def test_once_escapes_as_outside():
    assert Template("{% load once %}{% once %}{{ text }}{% endonce %}").render(Context({"text": "<b>"})) == "&lt;b&gt;"


def test_once_refuses_a_block():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load once %}{% once %}{% block a %}{% endblock %}{% endonce %}")
