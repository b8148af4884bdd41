"""What is to mend, counted by région: today, and as it was recorded week after week."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from poles.models import Collectivity, QualityCount
from poles.quality import FAULTS
from poles.querysets import PoleQuerySet
from ptce_site.clock import today

EVERY = ""
"""In the place of a fault: all published poles."""


@dataclass(frozen=True)
class RegionCounts:
    """A région, with how many of its published poles have each fault; under EVERY, how many there are."""

    region: Collectivity
    counts: dict[str, int]


def by_region(poles: PoleQuerySet) -> list[RegionCounts]:
    """Of those poles, as of today, régions by name; two statements."""
    counts = {f"fault_{number}": Count("pk", filter=fault.condition) for number, fault in enumerate(FAULTS)}
    rows: Any = poles.published().order_by().values("seat_departement__region").annotate(every=Count("pk"), **counts)
    found: list[dict[str, Any]] = list(rows)
    regions = Collectivity.objects.in_bulk([row["seat_departement__region"] for row in found])
    told = [
        RegionCounts(
            regions[row["seat_departement__region"]],
            {EVERY: row["every"], **{fault.name: row[f"fault_{number}"] for number, fault in enumerate(FAULTS)}},
        )
        for row in found
    ]
    return sorted(told, key=lambda one: one.region.sort_key)


def record(poles: PoleQuerySet) -> int:
    """Keep the counts of today; nothing when it was done already. How many were kept."""
    day = today()
    rows = [
        QualityCount(day=day, region=one.region, fault=fault, count=count)
        for one in by_region(poles)
        for fault, count in one.counts.items()
    ]
    before = QualityCount.objects.filter(day=day).count()
    QualityCount.objects.bulk_create(rows, ignore_conflicts=True)
    return QualityCount.objects.filter(day=day).count() - before


def recorded(regions: Iterable[Collectivity] | None, since: datetime.date) -> dict[datetime.date, dict[str, int]]:
    """The counts kept since a day, by day and fault, in these régions; None for all. One statement."""
    rows = QualityCount.objects.filter(day__gte=since)
    if regions is not None:
        rows = rows.filter(region__in=regions)
    found: dict[datetime.date, dict[str, int]] = {}
    for day, fault, total in rows.order_by("day").values_list("day", "fault").annotate(total=Sum("count")):
        found.setdefault(day, {})[fault] = total
    return found
