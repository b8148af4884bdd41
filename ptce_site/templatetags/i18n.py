"""Django's tags of translation, under their name; a text that never changes is translated once (docs/decisions/0009)."""

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags import i18n as stock
from django.utils.translation import get_language

register = Library()
register.tags.update(stock.register.tags)
register.filters.update(stock.register.filters)


class ConstantNode(Node):
    """A text of the template, kept for each language: no catalogue changes while the site runs."""

    def __init__(self, node: stock.TranslateNode) -> None:
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
    """As Django's."""
    node = stock.do_translate(parser, token)
    expression = node.filter_expression
    is_constant = expression.is_var and expression.var.literal is not None and not expression.filters
    return ConstantNode(node) if is_constant and node.asvar is None and node.message_context is None else node
