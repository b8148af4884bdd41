"""The lists of two poles that are one: rows go over; of two that say the same, one stays, with what both tell."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from psycopg.types.range import DateRange

from poles.enums import EndPrecision, StartPrecision
from poles.models import (
    FieldOrigin,
    Membership,
    Organisation,
    Partnership,
    PartnershipRoleLink,
    Place,
    Pole,
    PoleSector,
    PoleTerritory,
    Recognition,
    SocialAddress,
    Source,
    Stage,
)
from poles.models.period import Period
from poles.services import provenance, versions
from poles.text import AND

# The columns that say of which thing a row is; a stage is of its time.
LISTS: dict[type[models.Model], tuple[str, ...]] = {
    PoleSector: ("sector_id",),
    PoleTerritory: ("collectivity_id",),
    SocialAddress: ("url",),
    Source: ("url",),
    Place: ("name",),
    Membership: ("organisation_id",),
    Partnership: ("collectivity_id",),
    Recognition: ("kind", "call_name"),
    Stage: (),
}
BOUNDS = ("period", "start_precision", "end_precision")
# What is no value of a row, or is joined otherwise.
LEFT_OUT = {"id", "pole_id", "organisation_id", *BOUNDS, "is_pivot"}
SOURCE = "source"
# Columns that tell one thing: of two places, the address of one is not that of the other.
TOGETHER = (("latitude", "longitude", "point_precision", "address", "commune_id"),)


@dataclass
class _Count:
    moved: int = 0
    absorbed: int = 0


def gather(kept: Pole, merged: Pole) -> list[str]:
    """Give to `kept` the rows of each list of `merged`; what was done, in sentences."""
    told: list[str] = []
    for model, same in LISTS.items():
        count = _gather(model, same, {"pole_id": kept.pk}, {"pole_id": merged.pk}, told)
        if count.moved or count.absorbed:
            _take_origin(model, kept, merged)
            label = f"{model._meta.verbose_name_plural}".capitalize()
            told.append(f"{label} : {count.moved} en plus, {count.absorbed} déjà là.")
    return told


def gather_memberships(kept: Organisation, merged: Organisation) -> list[str]:
    """As `gather`, for the poles that two organisations belong to."""
    told: list[str] = []
    count = _gather(Membership, ("pole_id",), {"organisation_id": kept.pk}, {"organisation_id": merged.pk}, told)
    if count.moved or count.absorbed:
        told.append(f"Adhésions : {count.moved} en plus, {count.absorbed} déjà là.")
    return told


def _gather(model: Any, same: tuple[str, ...], kept: dict[str, int], merged: dict[str, int], told: list[str]) -> _Count:
    count = _Count()
    has_pivot = model is PoleSector and PoleSector.objects.filter(**kept, is_pivot=True).exists()
    for row in model.objects.filter(**merged).order_by("pk"):
        there = [one for one in model.objects.filter(**kept) if _say_the_same(one, row, same)]
        if not there:
            for name, value in kept.items():
                setattr(row, name, value)
            if has_pivot:
                row.is_pivot = False
            row.save()
            count.moved += 1
            continue
        if model is PoleSector and row.is_pivot and not has_pivot:
            there[0].is_pivot = True
        lost = _absorb(there[0], row)
        if lost:
            told.append(f"Ne sera pas gardé, {model._meta.verbose_name} « {there[0]} » : {', '.join(lost)}.")
        row.delete()
        count.absorbed += 1
    return count


def _say_the_same(one: Any, other: Any, columns: tuple[str, ...]) -> bool:
    if any(getattr(one, column) != getattr(other, column) for column in columns):
        return False
    return not isinstance(one, Period) or _meet(one.period, other.period)


def _meet(one: DateRange | None, other: DateRange | None) -> bool:
    """Whether two periods have a day in common; one that is not known may be any."""
    if one is None or other is None:
        return True
    starts, ends = (one.lower, other.lower), (one.upper, other.upper)
    latest = max(start or datetime.date.min for start in starts)
    soonest = min(end or datetime.date.max for end in ends)
    return bool(latest < soonest)


def _absorb(row: Any, other: Any) -> list[str]:
    """Give to `row` what it does not tell and `other` does; what of `other` is told nowhere then, in words."""
    before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if isinstance(row, Period):
        _join(row, other)
    lost = _fill(row, other)
    if isinstance(row, Partnership):
        held = set(row.role_links.values_list("role_id", flat=True))
        for link in other.role_links.exclude(role__in=held):
            PartnershipRoleLink.objects.create(partnership=row, role_id=link.role_id)
        other.role_links.all().delete()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            row.save()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:  # joined, it would meet a third one
        for name in BOUNDS:
            setattr(row, name, before[name])
        row.save()
        lost.append("sa période")
    return lost


def _fill(row: Any, other: Any) -> list[str]:
    """The values of `_absorb`, but for periods and roles."""
    fields = {one.attname: one for one in row._meta.concrete_fields if one.attname not in LEFT_OUT}
    together = [names for names in TOGETHER if names[0] in fields]
    alone = [(name,) for name in fields if not any(name in names for names in together)]
    lost = []
    for names in (*alone, *together):
        mine, theirs = ([getattr(one, name) for name in names] for one in (row, other))
        if not any(mine):
            for name, value in zip(names, theirs, strict=True):
                setattr(row, name, value)
        elif names == (SOURCE,) and (both := _both(fields[SOURCE], mine[0], theirs[0])):
            setattr(row, SOURCE, both)
        elif any(theirs) and theirs != mine:
            lost += [_told(other, fields[name]) for name in names if getattr(other, name) not in (None, "")]
    return lost


def _both(field: Any, mine: str, theirs: str) -> str:
    """What two rows say of where they come from, each once; empty when there is no room for it."""
    parts = dict.fromkeys([*mine.split(AND), *filter(None, theirs.split(AND))])
    both = AND.join(parts)
    return both if len(both) <= field.max_length else ""


def _join(row: Period, other: Period) -> None:
    """The time of both: from the first day known to the last; still going on when one of them is."""
    starts = [(one.period.lower, one.start_precision) for one in (row, other) if one.period and one.period.lower]
    ends = [(one.period.upper, one.end_precision) for one in (row, other) if one.period and one.period.upper]
    is_open = any(one.end_precision == EndPrecision.OPEN for one in (row, other))
    if not (starts or ends):
        return
    lower, row.start_precision = min(starts, default=(None, StartPrecision.UNKNOWN))
    upper, row.end_precision = (
        (None, EndPrecision.OPEN) if is_open else max(ends, default=(None, EndPrecision.UNKNOWN))
    )  # fmt: skip
    row.period = DateRange(lower, upper, "[)")


def _told(row: Any, field: Any) -> str:
    display = getattr(row, f"get_{field.name}_display", lambda: getattr(row, field.name))
    return f"{field.verbose_name} « {display()} »"


def _take_origin(model: type[models.Model], kept: Pole, merged: Pole) -> None:
    """A list of which nobody knew where it came from comes from where that of the other did."""
    name = versions.ORIGINS[str(model._meta.model_name)]
    known = FieldOrigin.objects.filter(field=name)
    origin = known.filter(pole=merged).first()
    if origin is not None and not known.filter(pole=kept).exists():
        provenance.record(kept, [name], provenance.Origin(origin.kind, origin.as_of))  # type: ignore[arg-type]
