"""What the directory tells of the register: signatures as recognitions of their poles."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from psycopg.types.range import DateRange

from charter.models import Signature
from charter.models.signature import PUBLIC
from poles.enums import OriginKind, RecognitionKind, StartPrecision
from poles.models import Recognition
from poles.services import provenance
from ptce_site.clock import today

POLES_A_TIME = 500


def recognised() -> QuerySet:
    """The keys of the recognitions that tell a signature: `project` writes them, and nobody else."""
    return Signature.objects.filter(recognition__isnull=False).values_list("recognition", flat=True)


def project(poles: Iterable[int]) -> None:
    """Tell the directory of the signatures of poles, given by their keys, in the transaction that holds them: one recognition
    each, none over another. A recognition by the charter that was written by hand for a time that the register knows, or for
    none, gives way: docs/decisions/0017."""
    keys = sorted(set(poles))
    for start in range(0, len(keys), POLES_A_TIME):
        _project(keys[start : start + POLES_A_TIME])


def _project(keys: list[int]) -> None:
    signed: dict[int, list[Signature]] = defaultdict(list)
    register = Signature.objects.filter(pole__in=keys, state__in=PUBLIC).select_related("version", "recognition")
    for one in register.order_by("period", "pk"):
        signed[one.pole_id].append(one)  # type: ignore[index]
    told = {one: row for pole, ones in signed.items() for one, row in _recognitions(pole, ones).items()}
    _give_way(keys, signed, {row.pk for row in told.values()})
    for row in told.values():  # before those that begin where they end
        if row.pk:
            row.save()
    Recognition.objects.bulk_create(row for row in told.values() if not row.pk)
    linked = [one for one, row in told.items() if one.recognition_id != row.pk]
    for one in linked:
        one.recognition = told[one]
    Signature.objects.bulk_update(linked, ["recognition"])
    provenance.record_each(signed, [provenance.RECOGNITIONS], provenance.Origin(OriginKind.STAFF, today()))


def _give_way(keys: list[int], signed: dict[int, list[Signature]], kept: set[int]) -> None:
    """Take away what the signatures of poles do not tell any more, and what was written by hand and they tell."""
    charter = Recognition.objects.filter(pole__in=keys, kind=RecognitionKind.CHARTER)
    linked = set(charter.filter(pk__in=recognised()).values_list("pk", flat=True))
    gone = [
        row.pk
        for row in charter
        if (row.pk not in kept if row.pk in linked else any(_tells(one, row) for one in signed.get(row.pole_id, ())))
    ]
    if gone:
        Recognition.objects.filter(pk__in=gone).delete()


def _tells(signature: Signature, row: Recognition) -> bool:
    """Whether a recognition is of no known time, or of a day when the signature was in force."""
    if row.period is None:
        return True
    first, last = datetime.date.min, datetime.date.max
    return (row.period.lower or first) < (signature.period.upper or last) and signature.period.lower < (
        row.period.upper or last
    )


def _recognitions(pole: int, signed: list[Signature]) -> dict[Signature, Recognition]:
    """For each signature of a pole the recognition that tells it, but where another already does."""
    told: dict[Signature, Recognition] = {}
    free_from: datetime.date | None = datetime.date.min
    for one in signed:
        upper = one.period.upper
        if free_from is None or (upper is not None and upper <= free_from):
            continue
        start = max(one.period.lower, free_from)
        row = one.recognition if one.recognition and one.recognition.pole_id == pole else Recognition(pole_id=pole)
        row.kind, row.recognised_by = RecognitionKind.CHARTER, one.version.publisher
        row.source = settings.SITE_URL + one.get_absolute_url()
        row.period, row.end_precision = DateRange(start, upper, "[)"), one.end_precision
        row.start_precision = one.start_precision if start == one.period.lower else StartPrecision.DAY
        told[one], free_from = row, upper
    return told
