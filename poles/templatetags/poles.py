"""What pages write of a pole."""

import functools
import html
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from django import template
from django.db.models import Model
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poles.directory import FacetCounts
from poles.enums import MemberRole
from poles.glossary import kept
from poles.models import Membership, Pole, Recognition, Stage
from poles.rows import PoleRow
from poles.templatetags.emblems import emblem
from poles.templatetags.french import when
from poles.text import AND
from ptce_site.content_version import content_moment

register = template.Library()
Dated = Membership | Recognition | Stage
LONGEST_ADDRESS = 90


@register.filter
def label(row: Model, field: str) -> str:
    """The label of a field that has choices. Django's `get_…_display` translates every choice each time."""
    return _labels(type(row), field).get(getattr(row, field), "")


@functools.cache
def _labels(model: type[Model], field: str) -> dict[str, str]:
    described: Any = model._meta.get_field(field)
    return {value: str(name) for value, name in described.choices}


@register.filter
def special_role(row: Membership) -> str:
    """What an organisation is in a pole, when it is more than a member."""
    return "" if row.role == MemberRole.MEMBER else label(row, "role")


@register.simple_tag(takes_context=True)
def word(context: Context, slug: str, text: str = "") -> SafeString:
    """A word of the glossary as a button that shows its definition, without JavaScript too (`popover`): once a page each.

    `text` is what is written, if it is not the word itself. A word that the glossary has no more is only written.
    """
    known = kept.current(content_moment(context["request"])).words.get(slug)
    if known is None:
        return escape(text or slug.replace("-", " ").capitalize())
    return format_html(
        '<button type="button" class="word" popovertarget="mot-{0}">{1}</button>'
        '<span class="word__definition" id="mot-{0}" popover role="note"><strong>{2}</strong> {3} '
        '<a href="/glossaire/#{0}">{4}</a></span>',
        slug, text or known.name, known.name, known.definition, _("Glossaire"),
    )  # fmt: skip


@register.filter
def recognised_as(row: Recognition) -> str:
    """What a recognition is called."""
    return str(row) if row.call_name else label(row, "kind")


@register.filter
def new_result(row: Recognition) -> bool:
    """Whether the result of a recognition says more than its name does."""
    return bool(row.result) and row.result.casefold() not in recognised_as(row).casefold()


@register.filter
def reference(source: str) -> SafeString | str:
    """A source as it was typed; when it is a web address, a link that names its site. Of several, each."""
    if AND in source:
        return format_html_join(AND, "{}", ((reference(one),) for one in source.split(AND)))
    if not source.startswith(("http://", "https://")):
        return source
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', source, urlsplit(source).netloc.removeprefix("www."))


@register.filter
def dated(row: Dated) -> SafeString:
    """When a row of a list holds, and after which source, as far as they are known: written after what it says."""
    words = when(row)
    period = format_html(" <small>{}</small>", words) if words else ""
    source = format_html(" <small>{} {}</small>", _("Source :"), reference(row.source)) if row.source else ""
    return mark_safe(f"{period}{source}")  # noqa: S308 (each is escaped)


@register.filter
def bare_address(url: str) -> str:
    """A web address as people read it: without its scheme, escapes or final slash, and not too long."""
    text = unquote(url.split("://", 1)[-1]).removeprefix("www.").rstrip("/")
    return text if len(text) <= LONGEST_ADDRESS else f"{text[:LONGEST_ADDRESS]}…"


@register.filter
def poles_in_words(count: int) -> str:
    """« Aucun pôle », « 1 pôle », « 12 pôles »: French plurals alone would say « 0 pôle »."""
    if count == 0:
        return _("Aucun pôle")
    return ngettext("%(count)s pôle", "%(count)s pôles", count) % {"count": number_format(count, force_grouping=True)}


@register.simple_tag
def facet_group(facet: FacetCounts, form: str) -> SafeString:
    """A facet as a group that opens: a box for each value, with its count, for a form elsewhere in the page.

    Written here and not in a template: docs/decisions/0007.
    """
    boxes = []
    for option in facet.options:
        before, after = _box(facet.parameter, option.code, option.name, form)
        boxes.append(f"{before}{' checked' if option.chosen else ''}{after}{option.count}</span></label></li>")
    known = f'<p class="filter__known">{html.escape(known_of(facet))}</p>' if facet.known < facet.total else ""
    group, legend = _group(facet.parameter, facet.label)
    return mark_safe(  # noqa: S308 (each part is escaped, or a number)
        f"{group}{' open' if facet.is_used else ''}{legend}{known}<ul>{''.join(boxes)}</ul></fieldset></details>"
    )


# Facets whose values are words of the field.
WITH_WORDS = ("forme", "reconnaissance")


@functools.cache
def _group(name: str, label: str) -> tuple[str, str]:
    """What stands around whether a group is open."""
    before = format_html('<details class="filter" id="facette-{}"', name)
    group = '><summary id="titre-{}">{}</summary><fieldset><legend class="visually-hidden">{}</legend>'
    words = format_html('<p class="filter__known"><a href="/glossaire/">{}</a></p>', _("Que veulent dire ces mots ?"))
    return before, format_html(group, name, label, label) + (words if name in WITH_WORDS else "")


@functools.lru_cache(maxsize=1000)
def _box(name: str, code: str, label: str, form: str) -> tuple[str, str]:
    """What stands around whether a box is checked: the same for every list."""
    before = format_html('<li><label><input type="checkbox" id="{0}-{1}" name="{0}" value="{1}" form="{2}"', name, code, form)
    return before, format_html('> <span>{}</span> <span class="count">', label)


@register.simple_tag
def pole_rows(poles: Iterable[Pole | PoleRow], kilometres: dict[int, float] | None = None) -> SafeString:
    """The rows of a list of poles, with the distance of each when `kilometres` gives it.

    Written here and not in a template: docs/decisions/0007.
    """
    escape = html.escape
    to_confirm = f'<p class="mark">{escape(_("À confirmer par le pôle"))}</p>'
    rows = []
    for pole in poles:
        place = escape(pole.seat_in_words)
        distance = f" · {escape(km_of(kilometres, pole))}" if kilometres else ""
        summary = f'<p class="pole-row__summary">{escape(pole.summary)}</p>' if pole.summary else ""
        rows.append(
            f'<li class="pole-row">{emblem(pole.departement_code)}'
            f'<h3 class="pole-row__name"><a href="/poles/{pole.slug}/">{escape(pole.name)}</a></h3>'
            f'<p class="pole-row__place">{place}{distance}</p>{summary}{"" if pole.is_confirmed else to_confirm}</li>\n'
        )
    return mark_safe("".join(rows))  # noqa: S308 (each part is escaped, or a slug)


def known_of(facet: FacetCounts) -> str:
    """Of how many of the poles found a facet is known: the others are not counted as zero."""
    numbers = {"known": facet.known, "total": facet.total}
    return (
        ngettext("Renseigné pour %(known)s pôle sur %(total)s", "Renseigné pour %(known)s pôles sur %(total)s", facet.known)
        % numbers
    )


@register.filter
def km_of(kilometres: dict[int, float], pole: Pole | PoleRow) -> str:
    """How far a pole is, among the distances found."""
    return km(kilometres.get(pole.pk, 0))


@register.filter
def km(distance: float) -> str:
    """« à 12 km »; « à moins d'1 km »."""
    return _("à moins d'1 km") if distance < 1 else _("à %(km)d km") % {"km": round(distance)}


@register.filter
def times(number: int, by: int) -> int:
    """A product, for the places of what is drawn."""
    return number * by


@register.filter
def call_name(call: str) -> str:
    """« AMI 2021 » for `ami-2021`."""
    return call.upper().replace("-", " ")
