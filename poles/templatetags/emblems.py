"""Emblems: the outline of a département, the same wherever something there is told."""

import functools

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from poles import france

register = template.Library()


@register.simple_tag
def emblem(code: str, size: str = "") -> SafeString:
    """The outline of a département, by code, as the emblem of what is there; nothing when it has none.

    `size` is empty or « large ».
    """
    return emblem_of(code, size)


@functools.cache
def emblem_of(code: str, size: str = "") -> SafeString:
    """As the tag `emblem`."""
    if code not in france.drawn():
        return SafeString("")
    kind = f"emblem emblem--{size}" if size else "emblem"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#d{}"/></svg>', kind, static("img/outlines.svg"), code)
