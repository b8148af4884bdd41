"""Where what a pole's page says comes from, in words."""

import datetime
import functools
import html
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from poles.enums import OriginKind
from poles.models import Pole
from poles.services.subjects import AT_ONCE_COLUMNS, REVIEWED_COLUMNS
from poles.templatetags.french import day as in_words

register = template.Library()


@register.simple_tag
def origins_of(origins: Iterable[tuple[str, datetime.date, list[str]]]) -> SafeString:
    """Where what a page says comes from, most recent first: a list whose rows name the fields."""
    rows = [
        f"<li><span>{_ORIGINS[OriginKind(kind)] % {'day': in_words(day)}}</span> "
        f"{html.escape(', '.join(_called(field) for field in fields if field in SHOWN))}</li>"
        for kind, day, fields in origins
        if not SHOWN.isdisjoint(fields)
    ]
    return mark_safe(f'<ul class="dated">{"".join(rows)}</ul>' if rows else "")  # noqa: S308 (each part is escaped, or ours)


_ORIGINS = {
    OriginKind.IMPORT: gettext_lazy("D'après les sources publiques, le %(day)s :"),
    OriginKind.STAFF: gettext_lazy("Saisi par la cellule le %(day)s :"),
    OriginKind.POLE: gettext_lazy("Donné par le pôle le %(day)s :"),
}
_GROUPS = {
    "seat": gettext_lazy("siège"), "sectors": gettext_lazy("secteurs"), "recognitions": gettext_lazy("reconnaissances"),
    "sources": gettext_lazy("sources"), "memberships": gettext_lazy("membres"), "picture": gettext_lazy("image"),
    "partnerships": gettext_lazy("collectivités"), "places": gettext_lazy("lieux"),
    "social_addresses": gettext_lazy("liens"), "territory": gettext_lazy("territoire d'action"),
}  # fmt: skip


# What staff keep for themselves is not told.
SHOWN = frozenset([*_GROUPS, *AT_ONCE_COLUMNS, *REVIEWED_COLUMNS, "lead_organisation"])


@functools.cache
def _called(field: str) -> str:
    """What a reader calls a field, or a group of fields."""
    group = _GROUPS.get(field)
    return str(group if group is not None else Pole._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
