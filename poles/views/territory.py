"""A territory's page: what is there, what is near, what could be."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from poles import outlines, pole_index, rows
from poles.enums import Level
from poles.models import (
    Collectivity,
    FormerCommune,
    Partnership,
    PartnershipRoleLink,
    Pole,
    RegionalContact,
)
from poles.pole_index import PoleIndex
from poles.rows import PoleRow
from ptce_site.content_version import content_moment, public_page

MOST_SHOWN = 24
MOST_NEAR = 6
NEAR_KM = 60
MOST_COMPARABLE = 4
# « Of a like size »: between two thirds and one and a half times as many inhabitants.
LIKE_SIZE = (2 / 3, 3 / 2)


SHOWN = (
    *("level", "code", "name", "population", "latitude", "longitude", "ended_vintage", "successor"),
    *(f"{place}__{name}" for place in ("region", "departement", "epci") for name in ("level", "code", "name")),
)


@public_page
def territory_page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """A collectivité and its poles. One that is no more leads to the one that replaced it."""
    asked = _collectivity(level, code)
    if asked is None:
        raise Http404
    current, seen = asked, {asked.pk}
    while current.ended_vintage and current.successor and current.successor_id not in seen:
        current = current.successor
        seen.add(current.pk)
    if (current.level, current.code) != (level, code):
        return HttpResponsePermanentRedirect(current.get_absolute_url())
    return render(request, "poles/territory.html", _context(current, pole_index.current(content_moment(request))))


def _collectivity(level: str, code: str) -> Collectivity | None:
    """The collectivité of that code, ended or not; for the code of a former commune alone, its current commune."""
    places = Collectivity.objects.select_related("region", "departement", "epci").only(*SHOWN).order_by()
    found = places.filter(level=level, code=code).first()
    if found or level != Level.COMMUNE:
        return found
    former = FormerCommune.objects.filter(code=code).order_by("kind").values("commune")[:1]
    return places.filter(pk__in=former).first()


def _context(place: Collectivity, index: PoleIndex) -> dict[str, Any]:
    level = Level(place.level)
    seated = rows.seated_in(place, MOST_SHOWN)
    holders = [place.pk, *(pk for pk in (place.epci_id, place.departement_id, place.region_id) if pk)]
    acted_on = index.told_of["territories"].intersection(holders)
    acting = rows.acting_on(acted_on, [row.pk for row in seated], MOST_SHOWN) if acted_on else []
    near = _near(place, [row.pk for row in [*seated, *acting]])
    region = place if level == Level.REGION else place.region
    total = index.sets[level][place.code].bit_count() if place.code in index.sets.get(level, {}) else len(seated)
    outline, spot = _drawing(place)
    return {
        "place": place,
        "seated": seated,
        "total": total,
        "acting": acting,
        "near": near,
        "near_km": NEAR_KM,
        "comparable": _comparable(place) if not seated else [],
        "partnerships": _partnerships(place) if place.pk in index.told_of["partnerships"] else [],
        "without_pole": _without_pole(place, index),
        "contact": RegionalContact.objects.get(region=region) if region and region.pk in index.told_of["contacts"] else None,
        "mentions": list(region.plan_mentions.all()) if region and region.pk in index.told_of["mentions"] else [],
        "departements": _departements_of(place, index) if level == Level.REGION else [],
        "outline": outline,
        "spot": spot,
        "is_empty": level in (Level.COMMUNE, Level.EPCI) and not (seated or acting or near),
    }


def _near(place: Collectivity, shown: list[int]) -> list[PoleRow]:
    """The poles around a commune, an intercommunalité or a département, nearest first."""
    if place.level == Level.REGION or place.latitude is None or place.longitude is None:
        return []
    return rows.around(place.latitude, place.longitude, NEAR_KM, shown, MOST_NEAR)


def _comparable(place: Collectivity) -> list[PoleRow]:
    """Poles seated elsewhere in a commune of a like size; only a commune has a size here."""
    if place.level != Level.COMMUNE or not place.population:
        return []
    return rows.of_a_like_size(place.population, LIKE_SIZE, place.departement_id, MOST_COMPARABLE)


def _partnerships(place: Collectivity) -> Any:
    """What the collectivité does in published poles."""
    names = PartnershipRoleLink.objects.filter(partnership=OuterRef("pk")).order_by("role_id").values("role__name")
    rows = Partnership.objects.filter(collectivity=place, pole__in=Pole.objects.published()).select_related("pole")
    return rows.annotate(role_names=ArraySubquery(names)).order_by("pole__sort_key", "period")


@dataclass(frozen=True)
class PlaceCount:
    """A place with how many poles are seated there."""

    place: Collectivity
    count: int


def _departements_of(region: Collectivity, index: PoleIndex) -> list[PlaceCount]:
    places = Collectivity.objects.current().departements().filter(region=region)
    return [PlaceCount(place, index.sets["departement"].get(place.code, 0).bit_count()) for place in places]


def _without_pole(place: Collectivity, index: PoleIndex) -> list[Collectivity]:
    """Around the place, what has no known pole: départements that touch it, or intercommunalités of its département."""
    if place.level == Level.DEPARTEMENT:
        codes = [code for code in outlines.touching(place.code) if not index.sets["departement"].get(code)]
        return list(Collectivity.objects.current().departements().filter(code__in=codes)) if codes else []
    if place.level != Level.COMMUNE or not place.departement:
        return []
    return rows.epcis_without_pole(place.departement_id or 0, place.epci_id or 0, MOST_SHOWN)


def _drawing(place: Collectivity) -> tuple[outlines.Outline | None, tuple[int, int] | None]:
    departement = place if place.level == Level.DEPARTEMENT else place.departement
    outline = outlines.departement_outline(departement.code) if departement else None
    if outline is None or place.level != Level.COMMUNE or place.latitude is None or place.longitude is None:
        return outline, None
    return outline, outline.place(place.latitude, place.longitude)
