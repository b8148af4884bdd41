"""Icons of the site's own sprite, `static/img/icons.svg`: drawn beside a word, never instead of one."""

import functools
import re
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon of this name, which assistive technologies do not meet; nothing when the sprite has none of that name."""
    return _drawn(name)


@functools.cache
def _names() -> frozenset[str]:
    sprite = Path(settings.BASE_DIR) / "static" / "img" / "icons.svg"
    return frozenset(re.findall(r'<symbol id="([^"]+)"', sprite.read_text(encoding="utf-8")))


@functools.cache
def _drawn(name: str) -> SafeString:
    if name not in _names():
        return SafeString("")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("img/icons.svg"), name)
