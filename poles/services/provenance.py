"""Who set each field of a pole, and for which day: an import gives way to people and to what is more recent."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from poles.enums import OriginKind
from poles.models import FieldOrigin, Pole
from ptce_site.clock import today

# Fields that go together have one origin, under the first one's name.
SEAT = "seat"
SECTORS, RECOGNITIONS, SOURCES = "sectors", "recognitions", "sources"
GROUPS = dict.fromkeys(("seat_commune", "seat_departement", "seat_address", "latitude", "longitude", "point_precision"), SEAT)


@dataclass(frozen=True)
class Origin:
    """Where values come from, and the day for which they were true."""

    kind: OriginKind
    as_of: datetime.date


def record_person(pole: Pole, fields: Iterable[str]) -> None:
    """Note that a member of the staff set `fields` of `pole` today: no import will overwrite them."""
    record(pole, fields, Origin(OriginKind.STAFF, today()))


def origins_of(pole: Pole) -> dict[str, FieldOrigin]:
    """The origin of each field of `pole` that has one."""
    return {origin.field: origin for origin in FieldOrigin.objects.filter(pole=pole)}


def record(pole: Pole, fields: Iterable[str], origin: Origin) -> None:
    """Note that `fields` of `pole` now come from `origin`; names of model fields, or of the groups above."""
    record_each([pole.pk], fields, origin)


def record_each(poles: Iterable[int], fields: Iterable[str], origin: Origin) -> None:
    """The same of several poles, given by their keys."""
    fields = list(fields)
    record_all((pole, fields, origin) for pole in poles)


def record_all(found: Iterable[tuple[int, Iterable[str], Origin]]) -> None:
    """The same of several poles, each with its own fields and origin."""
    FieldOrigin.objects.bulk_create(
        [
            FieldOrigin(pole_id=pole, field=name, kind=origin.kind, as_of=origin.as_of)
            for pole, fields, origin in found
            for name in sorted({GROUPS.get(field, field) for field in fields})
        ],
        update_conflicts=True,
        unique_fields=["pole", "field"],
        update_fields=["kind", "as_of"],
    )
