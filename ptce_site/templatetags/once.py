"""What a page says the same way every time, rendered once."""

from typing import Any

from django.template import Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = Library()


class OnceNode(Node):
    """Rendered once a process for each language and each value of its arguments."""

    child_nodelists = ()  # a page looks for its blocks each time it is rendered: there is none here

    def __init__(self, nodelist: NodeList, arguments: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.arguments = arguments
        self.rendered: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), *(argument.resolve(context) for argument in self.arguments))
        if key not in self.rendered:
            self.rendered[key] = self.nodelist.render(context)
        return self.rendered[key]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once SITE_NAME %}…{% endonce %}`: text that depends on the language and the arguments only.

    The arguments must be of the installation (settings), not of the page: each value met is kept.
    docs/decisions/0009 says what it gains. Raises TemplateSyntaxError around a block, which another template may fill.
    """
    arguments = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise TemplateSyntaxError("no block inside once: what fills it may differ")
    return OnceNode(nodelist, arguments)
