"""The title of a page, said to browsers and to the sites that show a link to it."""

from django.template import Library, Node, NodeList
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = Library()


class TitledNode(Node):
    """What it holds, as `<title>` and as `og:title`: a block may stand inside, and can be written only once a template."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        title = self.nodelist.render(context).strip()
        return mark_safe(f'<title>{title}</title>\n  <meta property="og:title" content="{title}">')  # noqa: S308 (rendered)


@register.tag
def titled(parser: Parser, token: Token) -> TitledNode:
    """`{% titled %}{% block title %}{% endblock %} – {{ SITE_NAME }}{% endtitled %}`: text, escaped, without elements."""
    nodelist = parser.parse(("endtitled",))
    parser.delete_first_token()
    return TitledNode(nodelist)
