"""What pages write of a pole."""

from urllib.parse import unquote, urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from poles.enums import MemberRole
from poles.models import Membership

register = template.Library()
LONGEST_ADDRESS = 90


@register.filter
def special_role(row: Membership) -> str:
    """What an organisation is in a pole, when it is more than a member."""
    return "" if row.role == MemberRole.MEMBER else row.get_role_display()


@register.filter
def reference(source: str) -> SafeString | str:
    """A source as it was typed; when it is a web address, a link that names its site."""
    if not source.startswith(("http://", "https://")):
        return source
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', source, urlsplit(source).netloc.removeprefix("www."))


@register.filter
def bare_address(url: str) -> str:
    """A web address as people read it: without its scheme, escapes or final slash, and not too long."""
    text = unquote(url.split("://", 1)[-1]).removeprefix("www.").rstrip("/")
    return text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}…"
