"""Maps as SVG. Written here and not in templates: a hundred shapes a map (docs/decisions/0007)."""

import html
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from poles import france
from poles.locator import Locator
from poles.map import Area, FranceMap
from poles.templatetags.poles import poles_in_words

register = template.Library()
PART_BOX = f"0 0 {france.PART_FRAME.width + 16} {france.PART_FRAME.height + 16}"
TINTED = ' class="is-tinted"'
CURRENT = ' aria-current="true"'


@register.simple_tag
def france_svg(shown: FranceMap) -> SafeString:
    """The map: départements that have poles are links, with their number written on them.

    Paris and its neighbours are links in their enlargement only. Places without a pole are left to the text beside.
    """
    enlarged, *overseas = france.insets()
    mainland = [(shape, shown.areas[shape.code]) for shape in france.mainland() if shape.code in shown.areas]
    parts = [
        _without_links((shape, area) for shape, area in mainland if not area.count or shape.code in france.AROUND_PARIS),
        _with_links((shape, area) for shape, area in mainland if area.count and shape.code not in france.AROUND_PARIS),
        _inset(enlarged, shown, _("Autour de Paris")),
        *(_inset(inset, shown, area.name) for inset in overseas if (area := shown.areas.get(inset.shapes[0].code))),
    ]
    label = html.escape(_("Carte de France : pôles par département du siège"))
    box = f"0 0 {france.WIDTH} {france.HEIGHT}"
    return mark_safe(  # noqa: S308 (names are escaped; the rest is numbers and addresses of our own)
        f'<svg class="france" viewBox="{box}" role="group" aria-label="{label}">{"".join(parts)}</svg>'
    )


@register.simple_tag
def part_svg(shown: FranceMap, name: str) -> SafeString:
    """The départements of a région, each a link; nothing when none has an outline."""
    drawing = france.part(tuple(sorted(shown.areas)))
    if drawing is None:
        return SafeString("")
    label = html.escape(_("Carte : %(name)s, pôles par département") % {"name": name})
    links = _with_links((shape, shown.areas[shape.code]) for shape in drawing.shapes)
    return mark_safe(  # noqa: S308 (as above)
        f'<svg class="france france--part" viewBox="{PART_BOX}" role="group" aria-label="{label}">{links}</svg>'
    )


@register.simple_tag
def locator_svg(shown: Locator | None, label: str) -> SafeString:
    """A small map as a picture that `label` tells in words; nothing without one."""
    if shown is None:
        return SafeString("")
    paths = "".join(f'<path{TINTED if shape.code in shown.tinted else ""} d="{shape.path}"/>' for shape in shown.shapes)
    places = "".join(f'<circle class="small-map__place" cx="{x}" cy="{y}" r="9"/>' for x, y in shown.places)
    seat = f'<circle cx="{shown.seat[0]}" cy="{shown.seat[1]}" r="13"/>' if shown.seat else ""
    return mark_safe(  # noqa: S308 (as above)
        f'<svg class="small-map" viewBox="{PART_BOX}" role="img" aria-label="{html.escape(label)}">{paths}{places}{seat}</svg>'
    )


def _inset(inset: france.Inset, shown: FranceMap, name: str) -> str:
    frame = inset.frame
    pairs = [(shape, shown.areas[shape.code]) for shape in inset.shapes if shape.code in shown.areas]
    return (
        f'<rect class="france__frame" x="{frame.left}" y="{frame.top}" width="{frame.width}" height="{frame.height}"/>'
        f'<text class="france__name" x="{frame.left + 6}" y="{frame.top - 5}" aria-hidden="true">{html.escape(name)}</text>'
        + _without_links((shape, area) for shape, area in pairs if not area.count)
        + _with_links((shape, area) for shape, area in pairs if area.count)
    )


def _without_links(pairs: Iterable[tuple[france.Shape, Area]]) -> str:
    paths = [f'<path class="step-{area.step}" d="{shape.path}"/>' for shape, area in pairs]
    return f'<g aria-hidden="true">{"".join(paths)}</g>' if paths else ""


def _with_links(pairs: Iterable[tuple[france.Shape, Area]]) -> str:
    """The links, then the numbers over all of them: one may stand at the edge of its département."""
    shown = list(pairs)
    links = "".join(
        f'<a href="{html.escape(area.address)}" aria-label="{html.escape(_label(area))}"'
        f'{CURRENT if area.is_chosen else ""}><path class="step-{area.step}" d="{shape.path}"/></a>'
        for shape, area in shown
    )
    numbers = "".join(
        f'<text class="on-{area.step}" x="{shape.x}" y="{shape.y + 6}">{area.count}</text>' for shape, area in shown
    )
    return f'{links}<g aria-hidden="true">{numbers}</g>' if shown else ""


def _label(area: Area) -> str:
    return f"{area.name} ({area.code}) : {poles_in_words(area.count)}"
