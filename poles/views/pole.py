"""A pole's page, and its printed sheet."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from poles import pole_index
from poles.enums import EndPrecision, MemberType, Publication
from poles.models import (
    FormerSlug,
    Membership,
    Partnership,
    PartnershipRoleLink,
    Place,
    Pole,
    PoleTerritory,
    SocialAddress,
    Source,
    Stage,
)
from poles.neighbours import neighbours
from poles.outlines import departement_outline
from poles.querysets import PoleQuerySet
from poles.structured_data import json_ld
from ptce_site.clock import today
from ptce_site.content_version import content_moment, public_page
from ptce_site.views import gone


@public_page
def pole_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is known of a pole. A former address redirects; a withdrawn pole answers 410."""
    pole = _detailed().filter(slug=slug).first()
    if pole is None or pole.publication != Publication.PUBLISHED:
        return _elsewhere(request, pole, slug, "poles:pole")
    sectors = [link.sector.slug for link in pole.sector_links.all()]
    near, similar = neighbours(pole, sectors, pole_index.current(content_moment(request)))
    outline = departement_outline(pole.seat_departement.code)
    point = pole.point
    return render(
        request,
        "poles/pole.html",
        {
            **_context(pole),
            "near": near,
            "similar": similar,
            "outline": outline,
            "spot": outline.place(point[0], point[1]) if outline and point else None,
            "json_ld": json_ld(pole),
        },
    )


@public_page
def pole_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The pole on one printed A4 page."""
    pole = _detailed().filter(slug=slug).first()
    if pole is None or pole.publication != Publication.PUBLISHED:
        return _elsewhere(request, pole, slug, "poles:pole-sheet")
    return render(request, "poles/sheet.html", _context(pole))


def _context(pole: Pole) -> dict[str, Any]:
    return {"pole": pole, "members": _members_by_type(pole), "current_stage": _current_stage(pole)}


def _elsewhere(request: HttpRequest, pole: Pole | None, slug: str, name: str) -> HttpResponse:
    """Where no page is: the new address of a pole that had this one, 410 for one that was withdrawn, else 404."""
    if pole is None:
        former = FormerSlug.objects.select_related("pole").filter(slug=slug).first()
        if former is None or former.pole.publication == Publication.DRAFT:
            raise Http404
        return HttpResponsePermanentRedirect(reverse(name, args=[former.pole.slug]))
    if pole.publication == Publication.WITHDRAWN:
        return gone(request, pole.name)
    raise Http404


def _detailed() -> PoleQuerySet:
    """Poles with all that a page shows: seven statements, whatever there is to show."""
    territory = PoleTerritory.objects.filter(pole=OuterRef("pk")).order_by("collectivity__sort_key", "collectivity_id")
    role_names = PartnershipRoleLink.objects.filter(partnership=OuterRef("pk")).order_by("role_id").values("role__name")
    partnerships = Partnership.objects.select_related("collectivity").annotate(role_names=ArraySubquery(role_names))
    detailed: PoleQuerySet = (
        Pole.objects.select_related("seat_commune", "seat_departement__region", "lead_organisation", "picture")
        .with_sector_links()
        .prefetch_related(
            "recognitions",
            Prefetch("stages", Stage.objects.order_by("period")),
            Prefetch("places", Place.objects.select_related("commune")),
            Prefetch("memberships", Membership.objects.select_related("organisation").order_by("organisation__sort_key")),
            Prefetch("partnerships", partnerships.order_by("collectivity__sort_key")),
        )
        .annotate(
            social_urls=ArraySubquery(SocialAddress.objects.filter(pole=OuterRef("pk")).order_by("pk").values("url")),
            territory_names=ArraySubquery(territory.values("collectivity__name")),
            source_urls=ArraySubquery(Source.objects.filter(pole=OuterRef("pk")).order_by("pk").values("url")),
        )
    )
    return detailed


def _current_stage(pole: Pole) -> Stage | None:
    """The stage that holds today; one whose end nobody knows may have ended already, and is only a past one."""
    day = today()
    return next((row for row in pole.stages.all() if day in row.period and row.end_precision != EndPrecision.UNKNOWN), None)


def _members_by_type(pole: Pole) -> list[tuple[str, list[Membership]]]:
    """Memberships in the order of article 9's families; those whose family is not known come last."""
    memberships = list(pole.memberships.all())
    families = [(kind.value, str(kind.label)) for kind in MemberType] + [("", "")]
    grouped = [(label, [row for row in memberships if row.member_type == value]) for value, label in families]
    return [(label, rows) for label, rows in grouped if rows]
