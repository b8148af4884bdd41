"""Markdown typed by people, made into HTML that can do no harm."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6", "blockquote", "code", "hr"}
parser = MarkdownIt("commonmark", {"html": False})


def sanitised_html(text: str) -> str:
    """HTML of a Markdown text: no raw HTML, no picture, headings from the third level, links to http(s) and mailto only."""
    html = parser.render(text)
    # The page has its own first and second levels.
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="nofollow noopener"
    )
