"""Markdown typed by people, made into HTML that can do no harm."""

import re

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "h5", "h6", "blockquote", "code", "hr"}
parser = MarkdownIt("commonmark", {"html": False})


HEADING = re.compile(r"(</?h)([1-6])(?=>)")


def sanitised_html(text: str, level: int = 3) -> str:
    """HTML of a Markdown text: no raw HTML, no picture, links to http(s) and mailto only; headings from `level` down."""
    html = _below_the_page(parser.render(text), level)
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener"
    )


def _below_the_page(html: str, first: int) -> str:
    """Headings one below the other from that level, whatever was typed: those above are the page's own."""
    used = sorted({level for _, level in HEADING.findall(html)})
    return HEADING.sub(lambda found: f"{found[1]}{min(first + used.index(found[2]), 6)}", html)
