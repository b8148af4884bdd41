"""`{% load i18n kept_texts %}`: a text of a page that never changes is translated once (docs/decisions/0009)."""

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()


class ConstantNode(Node):
    """A text of the template, kept for each language: no catalogue changes while the site runs."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.node = node
        self.texts: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        text = self.texts.get(language)
        if text is None:
            text = self.texts[language] = self.node.render(context)
        return text


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """As Django's, of which it takes the place."""
    node = i18n.do_translate(parser, token)
    expression = node.filter_expression
    is_constant = expression.is_var and expression.var.literal is not None and not expression.filters
    return ConstantNode(node) if is_constant and node.asvar is None and node.message_context is None else node
