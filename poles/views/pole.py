"""A pole's page, and its printed sheet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from poles import locator, pole_index
from poles.details import Details, pole_with_details
from poles.enums import EndPrecision, MemberType, Publication
from poles.models import FormerSlug, Membership, Pole, Stage
from poles.neighbours import neighbours
from poles.structured_data import json_ld
from ptce_site.clock import today
from ptce_site.content_version import content_moment, public_page
from ptce_site.views import gone


@public_page
def pole_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is known of a pole. A former address redirects; a withdrawn pole answers 410."""
    pole, details = pole_with_details(slug) or (None, None)
    if pole is None or details is None or pole.publication != Publication.PUBLISHED:
        return elsewhere(request, pole, slug, "poles:pole")
    index = pole_index.current(content_moment(request))
    near, similar = neighbours(pole, [link.sector.slug for link in details.sectors], index)
    return render(
        request,
        "poles/pole.html",
        {
            **_context(pole, details),
            "near": near,
            "similar": similar,
            "locator": locator.of_pole(pole, details.territory),
            "json_ld": json_ld(pole),
        },
    )


@public_page
def pole_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The pole on one printed A4 page."""
    pole, details = pole_with_details(slug) or (None, None)
    if pole is None or details is None or pole.publication != Publication.PUBLISHED:
        return elsewhere(request, pole, slug, "poles:pole-sheet")
    return render(request, "poles/sheet.html", _context(pole, details))


def _context(pole: Pole, details: Details) -> dict[str, Any]:
    return {
        "pole": pole,
        "details": details,
        "members": _members_by_type(details.memberships),
        "current_stage": _current_stage(details.stages),
    }


def elsewhere(request: HttpRequest, pole: Pole | None, slug: str, name: str) -> HttpResponse:
    """Where no page is: the new address of a pole that had this one, or the pole that it was merged into; 410 for one that was
    withdrawn, else 404."""
    if pole is None:
        former = FormerSlug.objects.select_related("pole__merged_into").filter(slug=slug).first()
        found = former and (former.pole.merged_into or former.pole)
        if not found or found.publication == Publication.DRAFT:
            raise Http404
        return HttpResponsePermanentRedirect(reverse(name, args=[found.slug]))
    if pole.publication == Publication.WITHDRAWN:
        merged_into = Pole.objects.filter(merged_from=pole.pk).exclude(publication=Publication.DRAFT).first()
        if merged_into:
            return HttpResponsePermanentRedirect(reverse(name, args=[merged_into.slug]))
        return gone(request, pole.name)
    raise Http404


def _current_stage(stages: list[Stage]) -> Stage | None:
    """The stage that holds today; one whose end nobody knows may have ended already, and is only a past one."""
    day = today()
    return next((row for row in stages if day in row.period and row.end_precision != EndPrecision.UNKNOWN), None)


def _members_by_type(memberships: list[Membership]) -> list[tuple[str, list[Membership]]]:
    """Memberships in the order of article 9's families; those whose family is not known come last."""
    grouped = [(kind, [row for row in memberships if row.member_type == kind]) for kind in [*MemberType, ""]]
    return [(str(MemberType(kind).label) if kind else "", rows) for kind, rows in grouped if rows]
