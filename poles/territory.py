"""What a territory's page shows: the poles there, near and elsewhere, what collectivités do, whom to contact."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef

from poles import geometry, locator, rows
from poles.enums import Level
from poles.instances import columns_of, instance
from poles.map import FranceMap, of_counts
from poles.models import Collectivity, Partnership, PartnershipRoleLink, PlanMention, Pole, RegionalContact
from poles.pole_index import PoleIndex
from poles.rows import PoleRow

MOST_SHOWN = 24
MOST_NEAR = 6
NEAR_KM = 60
MOST_COMPARABLE = 4
# Of so many intercommunalités around, those without a pole are shown.
MOST_LOOKED_AT = 48
# « Of a like size »: between two thirds and one and a half times as many inhabitants.
LIKE_SIZE = (2 / 3, 3 / 2)


# What is read of a collectivité for its page, and of the places that it is in.
OWN = columns_of(
    Collectivity, "id", "level", "code", "name", "zone", "population", "latitude", "longitude", "ended_vintage", "successor_id",
    "region_id", "departement_id", "epci_id",
)  # fmt: skip
OF_PARENT = columns_of(Collectivity, "id", "level", "code", "name")
PARENTS = ("region", "departement", "epci")
STATEMENT = "SELECT {} FROM poles_collectivity AS place {} WHERE place.level = %s AND place.code = %s".format(  # noqa: S608
    ", ".join([*(f"place.{column}" for column in OWN), *(f"{name}.{column}" for name in PARENTS for column in OF_PARENT)]),
    " ".join(f"LEFT JOIN poles_collectivity AS {name} ON {name}.id = place.{name}_id" for name in PARENTS),
)


def place_with_parents(level: str, code: str) -> Collectivity | None:
    """The collectivité of that code, ended or not, with its région, département and intercommunalité; None without one.

    In plain SQL: making the ORM's statement took three times as long as running it.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [level, code])
        row = cursor.fetchone()
    if row is None:
        return None
    place: Collectivity = instance(Collectivity, OWN, row[: len(OWN)])
    for position, name in enumerate(PARENTS):
        first = len(OWN) + position * len(OF_PARENT)
        setattr(place, name, instance(Collectivity, OF_PARENT, row[first : first + len(OF_PARENT)]))
    return place


def shown_of(place: Collectivity, index: PoleIndex) -> dict[str, Any]:
    """Everything that the page of a collectivité shows."""
    level = Level(place.level)
    departements = _departements(place)
    regions = _regions(place, departements)
    seated = rows.seated_in(place, MOST_SHOWN) if _has_seats(place, index) else []
    acting = _acting(place, departements, regions, index, [row.pk for row in seated])
    shown = [row.pk for row in [*seated, *acting]]
    near = _near(place, index, shown)
    total = index.sets[level][place.code].bit_count() if place.code in index.sets.get(level, {}) else len(seated)
    with_regions = [place] if level == Level.REGION else regions
    return {
        "place": place,
        "departements": departements if level == Level.EPCI else [],
        "regions": regions if level == Level.EPCI else [],
        "seated": seated,
        "total": total,
        "acting": acting,
        "near": near,
        "near_km": NEAR_KM,
        "comparable": rows.of_a_like_size(place, LIKE_SIZE, [*shown, *(row.pk for row in near)], MOST_COMPARABLE)
        if not seated
        else [],
        "partnerships": _partnerships(place) if place.pk in index.told_of["partnerships"] else [],
        "without_pole": _without_pole(place, index),
        "contacts": _told(RegionalContact, with_regions, index.told_of["contacts"]),
        "mentions": _told(PlanMention, with_regions, index.told_of["mentions"]),
        "map": _map(place, index) if level == Level.REGION else None,
        "locator": locator.of_place(place, departements) if level != Level.REGION else None,
        "is_empty": level in (Level.COMMUNE, Level.EPCI) and not (seated or acting or near),
    }


def _has_seats(place: Collectivity, index: PoleIndex) -> bool:
    """Whether a pole has its seat in the place; most communes and intercommunalités have none."""
    if place.level in (Level.REGION, Level.DEPARTEMENT):
        return place.code in index.sets[place.level]
    return place.pk in index.told_of["seats" if place.level == Level.COMMUNE else "seats_of_epci"]


def _departements(place: Collectivity) -> list[Collectivity]:
    """The départements that the place is in: an intercommunalité may straddle several."""
    if place.level == Level.EPCI:
        covered = Collectivity.objects.departements().filter(covering_epcis__epci=place)
        return list(covered.select_related("region").order_by("code"))
    return [place.departement] if place.departement else []


def _regions(place: Collectivity, departements: Sequence[Collectivity]) -> list[Collectivity]:
    """The régions that the place is in."""
    if place.level == Level.EPCI:
        return list({one.region_id: one.region for one in departements if one.region}.values())
    return [place.region] if place.region else []


def _acting(
    place: Collectivity,
    departements: Sequence[Collectivity],
    regions: Sequence[Collectivity],
    index: PoleIndex,
    besides: list[int],
) -> list[PoleRow]:
    """Poles seated elsewhere whose territory of action holds the place, or a part of it."""
    if not index.told_of["territories"]:
        return []
    holders = [place.pk, *([place.epci_id] if place.epci_id else []), *(one.pk for one in [*departements, *regions])]
    return rows.acting_on(place, holders, besides, MOST_SHOWN)


def _near(place: Collectivity, index: PoleIndex, shown: list[int]) -> list[PoleRow]:
    """The poles around a place, nearest first; of a région, those of the départements that touch it."""
    if place.level == Level.REGION:
        own = set(Collectivity.objects.current().departements().filter(region=place).values_list("code", flat=True))
        beside = {code for one in own for code in geometry.touching(one)} - own
        poles = reduce(or_, (index.sets["departement"].get(code, 0) for code in beside), 0)
        return rows.of_keys(index.in_order(poles & ~index.set_of(shown), "nom", 0, MOST_NEAR))
    if place.latitude is None or place.longitude is None:
        return []
    return rows.around(place.latitude, place.longitude, NEAR_KM, shown, MOST_NEAR)


def _partnerships(place: Collectivity) -> Any:
    """What the collectivité does in published poles."""
    names = PartnershipRoleLink.objects.filter(partnership=OuterRef("pk")).order_by("role_id").values("role__name")
    found = Partnership.objects.filter(collectivity=place, pole__in=Pole.objects.published()).select_related("pole")
    return found.annotate(role_names=ArraySubquery(names)).order_by("pole__sort_key", "period")


def _map(region: Collectivity, index: PoleIndex) -> FranceMap:
    """The départements of the région, with how many poles are seated in each."""
    places = Collectivity.objects.current().departements().filter(region=region).order_by("code")
    names = dict(places.values_list("code", "name"))
    counts = {code: index.sets["departement"].get(code, 0).bit_count() for code in names}
    return of_counts(counts, names, lambda code: f"/territoires/departement/{code}/")


def _without_pole(place: Collectivity, index: PoleIndex) -> list[Collectivity]:
    """Around the place, what has no known pole: départements that touch it, or the nearest intercommunalités."""
    if place.level == Level.DEPARTEMENT:
        codes = [code for code in geometry.touching(place.code) if not index.sets["departement"].get(code)]
        return list(Collectivity.objects.current().departements().filter(code__in=codes)) if codes else []
    if place.level == Level.REGION or place.latitude is None or place.longitude is None:
        return []
    own = place.pk if place.level == Level.EPCI else place.epci_id or 0
    near = rows.epcis_around(place.latitude, place.longitude, NEAR_KM, own, MOST_LOOKED_AT)
    return [epci for epci in near if epci.pk not in index.told_of["seats_of_epci"]][:MOST_NEAR]


def _told(model: Any, regions: Sequence[Collectivity], told_of: frozenset[int]) -> list[Any]:
    """What the cell entered of the régions."""
    keys = [region.pk for region in regions if region.pk in told_of]
    return list(model.objects.filter(region__in=keys).select_related("region")) if keys else []
