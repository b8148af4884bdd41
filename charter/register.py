"""The register of signatories in a process's memory: who had signed which version, on any day.

Made again when the content version has risen. Why: docs/decisions/0018.
"""

import datetime
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from operator import attrgetter
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Concat
from psycopg.types.range import DateRange

from charter.enums import SignatureState
from charter.models import Signature
from charter.models.signature import CODE_PREFIX, PUBLIC
from poles.codes import code_of
from poles.enums import Publication
from poles.functions import Normalized
from poles.models.pole import seat_in_words
from poles.text import normalized
from ptce_site.clock import today
from ptce_site.models import ContentVersion
from ptce_site.remembered import Remembered

FIRST_DAY = datetime.date(2014, 1, 1)
BEYOND = 10_000
# What network_facts.csv calls the figure that others announced.
SIGNATORIES = "signatories"
COLUMNS = (
    *("number", "period", "start_precision", "end_precision", "state", "end_reason", "source", "decided_at"),
    *("renewed_by__number", "version__slug", "version__title", "commune__name", "pole_id", "pole__number", "pole__name"),
    *("pole__slug", "pole__publication", "pole__seat_commune__name", "pole__seat_departement__name"),
    *("pole__seat_departement__code", "pole__seat_departement__region__code"),
)
# What words are looked for in, besides the code.
WORDS = ("pole__name", "pole__acronym", "pole__seat_commune__name", "pole__seat_departement__name", "commune__name")


@dataclass(frozen=True, slots=True)
class Entry:
    """A signature that is or was in the register: from `start` on, before `end`."""

    code: str
    start: datetime.date
    end: datetime.date | None
    until: datetime.date
    """The same as `end`, at the latest today when it is over; the last of all days while it is in force."""
    first: int
    last: int
    """`start` and `until` as ranks among `year_ends`."""
    start_precision: str
    end_precision: str
    state: str
    end_reason: str
    source: str
    decided_at: datetime.datetime | None
    renewed_by: str
    version: str
    version_title: str
    pole: int
    pole_code: str
    pole_name: str
    pole_slug: str
    """Empty when the pole has no public page."""
    seat: str
    commune: str
    departement: str
    region: str
    key: str
    """What words are looked for in, normalised."""

    @property
    def period(self) -> DateRange:
        """From the first day to the first day after, as rows of the database tell it."""
        return DateRange(self.start, self.end, "[)")

    @property
    def address(self) -> str:
        """Of the signature's page."""
        return f"/charte/signatures/{self.code}/"

    @property
    def pole_address(self) -> str:
        """Of the pole's page; empty without one."""
        return f"/poles/{self.pole_slug}/" if self.pole_slug else ""


@dataclass(frozen=True)
class Register:
    """Every signature that is or was in the register, in the order of the names of poles, as at `moment`."""

    moment: tuple[str, int, str]
    """Epoch and number of the content version, and the day."""
    entries: tuple[Entry, ...]
    overlapping: frozenset[int]
    """Poles that have two signatures for one time, as two poles that became one may."""

    def count(self, day: datetime.date) -> int:
        """How many poles were in it on that day."""
        return len(self.a_pole_each(in_force(self.entries, day)))

    def a_pole_each(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """One entry a pole: the first, of a pole that signed several versions for one time."""
        if not self.overlapping:
            return entries
        first = {one.pole: one for one in reversed(entries) if one.pole in self.overlapping}
        return [*(one for one in entries if one.pole not in self.overlapping), *first.values()]

    def over_time(self, entries: Sequence[Entry]) -> list[int]:
        """How many poles were in it on each of `year_ends`."""
        return self._everyone_over_time if entries is self.entries else self._over_time(entries)

    @cached_property
    def _everyone_over_time(self) -> list[int]:
        return self._over_time(self.entries)

    def _over_time(self, entries: Sequence[Entry]) -> list[int]:
        alone = [one for one in entries if one.pole not in self.overlapping] if self.overlapping else entries
        begun, over = (Counter(map(attrgetter(name), alone)) for name in ("first", "last"))
        for first, last in _joined(one for one in entries if one.pole in self.overlapping) if self.overlapping else ():
            begun[first] += 1
            over[last] += 1
        return list(accumulate(begun[rank] - over[rank] for rank in range(len(year_ends()))))

    def of(self, *, words: str = "", regions: Iterable[str] = (), departements: Iterable[str] = (),
           versions: Iterable[str] = (), year: int | None = None) -> Sequence[Entry]:  # fmt: skip
        """Those that answer, whatever the day: every word, one of each list, given in that year."""
        kept: Sequence[Entry] = self.entries
        sets = (("region", set(regions)), ("departement", set(departements)), ("version", set(versions)))
        for name, values in sets:
            if values:
                of_entry = attrgetter(name)
                kept = [one for one in kept if of_entry(one) in values]
        for word in normalized(words).split() if words else ():
            kept = [one for one in kept if word in one.key]
        return [one for one in kept if one.start.year == year] if year else kept


def in_force(entries: Iterable[Entry], day: datetime.date) -> list[Entry]:
    """Those that were in the register on that day."""
    return [one for one in entries if one.start <= day < one.until]


def by_departement(entries: Iterable[Entry]) -> dict[str, int]:
    """How many by département of the seat."""
    return Counter(map(attrgetter("departement"), entries))


def year_ends() -> list[datetime.date]:
    """The last day of each year since the charter was written, then today."""
    return [*(datetime.date(year, 12, 31) for year in range(FIRST_DAY.year, today().year)), today()]


def _joined(entries: Iterable[Entry]) -> Iterator[tuple[int, int]]:
    """For each pole, in the order of its first days, when it began and ceased to be in the register, each time told once."""
    for _, of_pole in groupby(entries, attrgetter("pole")):
        spans = list(of_pole)
        first, until = spans[0].first, spans[0].until
        for one in spans[1:]:
            if one.start > until:
                yield first, _year(until)
                first = one.first
            until = max(until, one.until)
        yield first, _year(until)


def _year(day: datetime.date) -> int:
    """The rank, among `year_ends`, of the first day that is not before; beyond them all for a day that has not come."""
    return max(day.year - FIRST_DAY.year, 0) if day <= today() else BEYOND


def _made() -> Register:
    # The version before the rows: a register is never older than it says.
    version = ContentVersion.objects.values_list("epoch", "version").first() or ("", 1)
    rows = Signature.objects.filter(state__in=PUBLIC).order_by("pole__sort_key", "pole__number", "period", "pk")
    words = Normalized(Concat(*(piece for name in WORDS for piece in (name, Value(" "))), output_field=TextField()))
    entries = tuple(map(_entry, rows.annotate(words=words).values("words", *COLUMNS)))
    overlapping = frozenset(one.pole for one, other in pairwise(entries) if one.pole == other.pole and other.start < one.until)
    return Register((str(version[0]), version[1], today().isoformat()), entries, overlapping)


def _entry(row: dict[str, Any]) -> Entry:
    code = _code(row["number"])
    commune = row["pole__seat_commune__name"] or row["commune__name"]
    departement = sys.intern(row["pole__seat_departement__code"])  # one text for all: counting them then compares no letters
    start, until = row["period"].lower, row["period"].upper or datetime.date.max
    if row["state"] != SignatureState.REGISTERED:
        until = min(until, today())  # registered and withdrawn today: no longer in force today
    return Entry(
        code=code,
        start=start,
        end=row["period"].upper,
        until=until,
        first=_year(start),
        last=_year(until),
        **{name: row[name] for name in ("start_precision", "end_precision", "state", "end_reason", "source", "decided_at")},
        renewed_by=_code(row["renewed_by__number"]) if row["renewed_by__number"] else "",
        version=row["version__slug"],
        version_title=row["version__title"],
        pole=row["pole_id"],
        pole_code=code_of(row["pole__number"]),
        pole_name=row["pole__name"],
        pole_slug=row["pole__slug"] if row["pole__publication"] == Publication.PUBLISHED else "",
        seat=seat_in_words(commune, row["pole__seat_departement__name"], departement),
        commune=commune or "",
        departement=departement,
        region=row["pole__seat_departement__region__code"] or "",
        key=f"{row['words']} {code.lower().replace('-', ' ')}",
    )


def _code(number: int) -> str:
    return f"{CODE_PREFIX}{number:04}"


kept = Remembered(_made)
current, forget = kept.current, kept.forget
