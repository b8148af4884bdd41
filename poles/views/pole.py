"""A pole's page."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

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
from poles.querysets import PoleQuerySet
from ptce_site.clock import today
from ptce_site.content_version import public_page
from ptce_site.views import gone


@public_page
def pole_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is known of a pole. A former address redirects; a withdrawn pole answers 410."""
    pole = _detailed().filter(slug=slug).first()
    if pole is None:
        former = FormerSlug.objects.select_related("pole").filter(slug=slug).first()
        if former is None or former.pole.publication == Publication.DRAFT:
            raise Http404
        return HttpResponsePermanentRedirect(former.pole.get_absolute_url())
    if pole.publication == Publication.WITHDRAWN:
        return gone(request, pole.name)
    if pole.publication != Publication.PUBLISHED:
        raise Http404
    return render(
        request, "poles/pole.html", {"pole": pole, "members": _members_by_type(pole), "current_stage": _current_stage(pole)}
    )


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
