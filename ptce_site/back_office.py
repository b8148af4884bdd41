"""What apps tell on the first page of the back office."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a member of the staff: how many, since when, and where it is dealt with."""

    label: str
    count: int
    oldest: datetime.date | datetime.datetime | None
    address: str
