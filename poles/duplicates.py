"""Records that may be held twice: the same number, the same site, or names so close that they may be of one thing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import QuerySet

from poles.enums import Publication, RecordKind
from poles.models import KnownApart, Pole
from poles.near_names import are_close, telling
from poles.text import normalized

# A word that more names of a département share does not say which one it is.
COMMON_WORD = 20
LARGEST_GROUP = 10
NEAR_NAME = "noms proches"
SAME_NAME = f"{NEAR_NAME}, même département"


class _Entry(NamedTuple):
    pk: int
    sort_key: str
    departement: int | None
    siren: str
    siret: str
    rna: str
    site: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be one, the older first, and why."""

    one: Any
    other: Any
    why: str

    @property
    def both(self) -> tuple[Any, Any]:
        """The two records."""
        return self.one, self.other


def pairs(records: QuerySet[Any], most: int) -> tuple[list[Pair], int]:
    """At most `most` pairs among some poles or organisations, surest first; and how many there are."""
    kind = kind_of(records.model)
    apart = set(KnownApart.objects.filter(kind=kind).values_list("one", "other"))
    found = [pair for pair in _pairs(_entries(records)) if pair[:2] not in apart]
    shown = found[:most]
    by_key = records.model.objects.select_related(*_shown_with(records.model)).in_bulk(
        [pk for pair in shown for pk in pair[:2]]
    )
    return [Pair(by_key[one], by_key[other], why) for one, other, why in shown], len(found)


def like(record: Any, among: QuerySet[Any] | None = None) -> list[Pair]:
    """The records that may be the same as this one, which may be a new one; told to be others by a person, they are not.

    `among`: those that a person may see; all of them by default.
    """
    model = type(record)
    kind = kind_of(model)
    mine = _entry(record)
    entries = [entry for entry in _entries(model.objects.all() if among is None else among) if entry.pk != mine.pk]
    apart = set(KnownApart.objects.filter(kind=kind).values_list("one", "other"))
    reasons = {
        entry.pk: why for entry in entries if (why := _why(mine, entry)) and tuple(sorted((mine.pk, entry.pk))) not in apart
    }
    found = model.objects.select_related(*_shown_with(model)).in_bulk(list(reasons)[:LARGEST_GROUP])
    return [Pair(record, other, reasons[pk]) for pk, other in found.items()]


def kind_of(model: Any) -> RecordKind:
    """The kind of record of a model, `Pole` or `Organisation`."""
    return RecordKind.POLE if model is Pole else RecordKind.ORGANISATION


def _shown_with(model: Any) -> tuple[str, ...]:
    return ("seat_commune", "seat_departement") if model is Pole else ("commune", "departement")


def _entries(records: QuerySet[Any]) -> list[_Entry]:
    records = records.filter(merged_into=None).order_by("pk")
    place = "seat_departement_id" if records.model is Pole else "departement_id"
    if records.model is Pole:
        records = records.exclude(publication=Publication.WITHDRAWN)
    rows: Any = records.values_list("pk", "sort_key", place, "siren", "siret", "rna", "website")
    return [_Entry._make([*values, _site(website)]) for *values, website in rows]


def _entry(record: Any) -> _Entry:
    place = record.seat_departement_id if isinstance(record, Pole) else record.departement_id
    name = normalized(record.name)
    return _Entry(record.pk or 0, name, place, record.siren, record.siret, record.rna, _site(record.website))


def _site(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address.strip().lower()).rstrip("/")


# The surest first.
SAME: tuple[tuple[str, str], ...] = (
    ("siret", "même SIRET"),
    ("rna", "même RNA"),
    ("siren", "même SIREN"),
    ("site", "même site"),
)


def _why(one: _Entry, other: _Entry) -> str:
    for name, words in SAME:
        if getattr(one, name) and getattr(one, name) == getattr(other, name):
            return words
    unknown, same = None in (one.departement, other.departement), one.departement == other.departement
    if not (unknown or same) or not are_close(one.sort_key, other.sort_key):
        return ""
    return NEAR_NAME if unknown else SAME_NAME


def _pairs(entries: Sequence[_Entry]) -> list[tuple[int, int, str]]:
    found: dict[tuple[int, int], str] = {}
    for name, words in SAME:
        for group in _grouped((getattr(entry, name), entry) for entry in entries):
            for one, other in combinations(group[:LARGEST_GROUP], 2):
                found.setdefault((one.pk, other.pk), words)
    by_word = _grouped(((entry.departement, word), entry) for entry in entries for word in set(telling(entry.sort_key)))
    for group in by_word:
        for one, other in combinations(group, 2) if len(group) <= COMMON_WORD else ():
            if (one.pk, other.pk) not in found and are_close(one.sort_key, other.sort_key):
                found[one.pk, other.pk] = NEAR_NAME if one.departement is None else SAME_NAME
    return [(*keys, why) for keys, why in found.items()]


def _grouped(keyed: Iterable[tuple[Any, _Entry]]) -> Iterator[list[_Entry]]:
    groups: dict[Any, list[_Entry]] = {}
    for key, entry in keyed:
        if key:
            groups.setdefault(key, []).append(entry)
    return (group for group in groups.values() if len(group) > 1)
