"""What pages write of a pole."""

from urllib.parse import unquote

from django import template

from poles.enums import StageName

register = template.Library()
LONGEST_ADDRESS = 90


@register.filter
def stage_label(name: str) -> str:
    """The French words for a stage's value."""
    return str(StageName(name).label)


@register.filter
def bare_address(url: str) -> str:
    """A web address as people read it: without its scheme, escapes or final slash, and not too long."""
    text = unquote(url.split("://", 1)[-1]).removeprefix("www.").rstrip("/")
    return text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}…"
