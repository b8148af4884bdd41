"""Emblems: the outline of a département, the same wherever something there is told."""

import functools

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from poles import france

register = template.Library()


@register.simple_tag
@functools.cache
def emblem(code: str) -> SafeString:
    """The outline of a département, by code, as the emblem of what is there; nothing when it has none."""
    if code not in france.drawn():
        return SafeString("")
    return format_html('<svg class="emblem" aria-hidden="true"><use href="{}#d{}"/></svg>', static("img/outlines.svg"), code)
