"""What apps tell on the first page of the back office."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a member of the staff: how many, since when, and where it is dealt with."""

    label: str
    count: int
    oldest: datetime.date | datetime.datetime | None
    address: str


def waiting_in(rows: QuerySet[Any], since: str, address: str, *queues: tuple[str, Q, str]) -> list[Waiting]:
    """Queues of the same rows, each with its words, its condition and its filter in the list of that address; one statement."""
    asked: dict[str, Any] = {}
    for number, (_, condition, _) in enumerate(queues):
        asked[f"count_{number}"] = Count("pk", distinct=True, filter=condition)
        asked[f"oldest_{number}"] = Min(since, filter=condition)
    found = rows.order_by().aggregate(**asked)
    return [
        Waiting(label, found[f"count_{number}"], found[f"oldest_{number}"], f"{address}?{query}" if query else address)
        for number, (label, _, query) in enumerate(queues)
    ]
