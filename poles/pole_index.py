"""Every published pole in a process's memory, as sets: counting the poles of a value is an `and` and a count of bits.

A set of poles is an integer whose bit number n says whether the pole of rank n, by name, is in it. The index is made in
one statement, so it is of one moment, and made again when the content version has risen. Why: docs/decisions/0007.
"""

import datetime
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import islice
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast

from poles.facets import FACETS, Facet
from poles.frequent_words import FrequentWords
from poles.models import Partnership, PlanMention, Pole, PoleTerritory, RegionalContact
from poles.querysets import ORDERS
from ptce_site.clock import today
from ptce_site.models import ContentVersion
from ptce_site.remembered import Remembered

# What is told of some collectivités only, with where the collectivité is: pages of the others do not look for it.
TOLD: dict[str, tuple[Any, str]] = {
    "partnerships": (Partnership.objects.order_by, "collectivity_id"),
    "territories": (PoleTerritory.objects.order_by, "collectivity_id"),
    "contacts": (RegionalContact.objects.order_by, "region_id"),
    "mentions": (PlanMention.objects.order_by, "region_id"),
    "seats": (Pole.objects.published().order_by, "seat_commune_id"),
    "seats_of_epci": (Pole.objects.published().order_by, "seat_commune__epci_id"),
}


ZERO, ONE = b"01"
ABSENT = -1


@dataclass(frozen=True)
class PoleIndex:
    """Sets and orders of the published poles, as they were at `moment`."""

    moment: tuple[str, int, str]
    """Epoch and number of the content version, and the day."""
    pks: "array[int]"
    """By rank, which is the order of names."""
    ranks: list[int]
    """By key, with ABSENT for a pole that is not published; a list, because thousands are read for a frequent word."""
    orders: dict[str, "array[int]"]
    """Ranks in each order but that of names."""
    sets: dict[str, dict[str, int]]
    """By facet, then by value that a pole has."""
    names: dict[str, dict[str, str]]
    """By facet, then by value, with or without poles, in the order to show them."""
    undated: int
    """The poles of which nothing says since when they are."""
    told_of: dict[str, frozenset[int]]
    """Keys of the collectivités that have partnerships, seats, that poles act on, of which the cell says something: by TOLD."""

    known: dict[str, int]
    """By facet, the poles of which it is known."""
    everything: int
    frequent_words: FrequentWords
    dated: dict[str, list[tuple[str, datetime.date, datetime.date, int]]]
    """By dated facet, the poles that have a value from a day on, before another."""

    def as_of(self, day: datetime.date) -> "PoleIndex":
        """The same poles, with what was dated of them as it was on that day."""
        sets, known = dict(self.sets), dict(self.known)
        for name, periods in self.dated.items():
            by_value: dict[str, int] = {}
            for value, start, end, poles in periods:
                if start <= day < end:
                    by_value[value] = by_value.get(value, 0) | poles
            sets[name], known[name] = by_value, reduce(or_, by_value.values(), 0)
        return replace(self, sets=sets, known=known)

    def set_of(self, pks: Iterable[int]) -> int:
        """The poles of these keys; those that are not published are left out."""
        return _set(self.ranks, len(self.pks), pks)

    def rank(self, pk: int) -> int:
        """The place of a pole in the order of names; ABSENT when it is not published."""
        return self.ranks[pk] if pk < len(self.ranks) else ABSENT

    def with_one_of(self, parameter: str, values: Iterable[str]) -> int:
        """The poles that have one of the values."""
        return reduce(or_, (self.sets[parameter].get(value, 0) for value in values), 0)

    def in_order(self, poles: int, order: str, first: int, count: int) -> list[int]:
        """Keys of `count` poles of the set from the `first` one on, in one of ORDERS."""
        ranks = _bits(poles) if order == "nom" else _sifted(poles, self.orders[order])
        return [self.pks[rank] for rank in islice(ranks, first, first + count)]


def _bits(poles: int) -> Iterator[int]:
    """The ranks in the set, rising."""
    digits = bin(poles)[:1:-1]
    rank = digits.find("1")
    while rank >= 0:
        yield rank
        rank = digits.find("1", rank + 1)


def _sifted(poles: int, ranks: Iterable[int]) -> Iterator[int]:
    held = poles.to_bytes(poles.bit_length() // 8 + 1, "little")
    last = poles.bit_length()
    return (rank for rank in ranks if rank < last and held[rank >> 3] >> (rank & 7) & 1)


def _set(ranks: list[int], count: int, pks: Iterable[int]) -> int:
    digits = bytearray(b"0") * (count + 1)
    beyond = len(ranks)
    for pk in pks:
        if pk < beyond:  # else made since
            digits[~ranks[pk]] = ONE
    digits[~ABSENT] = ZERO
    return int(digits, 2)


def _made() -> PoleIndex:
    parts: dict[str, list[tuple[str, str, list[int]]]] = {}
    for part, value, name, pks in _everything_in_one_statement():
        parts.setdefault(part, []).append((value, name, pks))
    epoch, number, _ = parts["version"][0] if "version" in parts else ("", "1", [])
    orders = {part.removeprefix("order:"): rows[0][2] or [] for part, rows in parts.items() if part.startswith("order:")}
    pks = array("q", orders.get("nom", []))
    ranks = [ABSENT] * (max(pks, default=0) + 1)
    for rank, pk in enumerate(pks):
        ranks[pk] = rank
    sets = {name: {value: _set(ranks, len(pks), poles) for value, _, poles in parts.get(name, []) if value} for name in FACETS}
    return PoleIndex(
        moment=(epoch, int(number), today().isoformat()),
        pks=pks,
        ranks=ranks,
        orders={name: array("i", (ranks[pk] for pk in orders.get(name, []))) for name in ORDERS if name != "nom"},
        sets=sets,
        known={name: reduce(or_, by_value.values(), 0) for name, by_value in sets.items()},
        everything=(1 << len(pks)) - 1,
        frequent_words=FrequentWords(len(pks), partial(_set, ranks, len(pks))),
        names={name: _names(facet, parts) for name, facet in FACETS.items()},
        told_of={name: frozenset(key for _, _, keys in parts.get(name, []) for key in keys or []) for name in TOLD},
        dated={
            name: list(_periods(parts.get(f"periods:{name}", []), ranks, len(pks))) for name in FACETS if FACETS[name].periods
        },
        undated=_set(ranks, len(pks), (pk for _, _, found in parts.get("undated", []) for pk in found or [])),
    )


def _periods(
    rows: list[tuple[str, str, list[int]]], ranks: list[int], count: int
) -> Iterator[tuple[str, datetime.date, datetime.date, int]]:
    """Periods as PostgreSQL writes them: « [2014-01-01,2019-01-01) », « [2014-01-01,) »."""
    for value, text, pks in rows:
        start, end = text[1:-1].split(",")
        until = datetime.date.fromisoformat(end) if end else datetime.date.max
        yield value, datetime.date.fromisoformat(start), until, _set(ranks, count, pks)


def _names(facet: Facet, parts: dict[str, list[tuple[str, str, list[int]]]]) -> dict[str, str]:
    if facet.choices is not None:
        return {value: str(label) for value, label in facet.choices.choices}
    named = [(code, name) for code, name, _ in parts.get(f"names:{facet.parameter}", [])]
    return dict(sorted(named, key=lambda pair: _without_accents(pair[1])))


def _without_accents(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _everything_in_one_statement() -> Iterable[Any]:
    """Rows (part, value, name, keys of poles): one statement sees one moment."""
    published = Pole.objects.published().order_by()
    no_poles = Value(None, output_field=ArrayField(BigIntegerField()))
    selects = [
        _part(published, f"order:{name}", Value(""), Value(""), ArrayAgg("pk", order_by=_terms(terms)))
        for name, terms in ORDERS.items()
    ]
    selects.append(_part(published.undated(), "undated", Value(""), Value(""), ArrayAgg("pk")))
    version = ContentVersion.objects.all()
    selects.append(_part(version, "version", Cast("epoch", CharField()), Cast("version", CharField()), no_poles))
    for name, (told, place) in TOLD.items():
        selects.append(_part(told(), name, Value(""), Value(""), ArrayAgg(place, distinct=True)))
    for facet in FACETS.values():
        poles = ArrayAgg(facet.pole, distinct=True)
        selects.append(_part(facet.rows(), facet.parameter, F(facet.value), Value(""), poles))
        if facet.periods:
            period = Cast("period", CharField())
            selects.append(_part(facet.periods(), f"periods:{facet.parameter}", F(facet.value), period, poles))
        if facet.names:
            selects.append(_part(facet.names(), f"names:{facet.parameter}", F(facet.name_key), F("name"), no_poles))
    first, *others = selects
    return first.union(*others, all=True)


def _terms(terms: tuple[str, ...]) -> list[Any]:
    return [F(term[1:]).desc() if term.startswith("-") else F(term).asc() for term in terms]


def _part(rows: Any, part: str, value: Any, name: Any, poles: Any) -> Any:
    text = CharField()
    grouped = rows.values(part=Value(part, output_field=text), shown_value=Cast(value, text), shown_name=Cast(name, text))
    return grouped.annotate(keys=poles).values_list("part", "shown_value", "shown_name", "keys")


kept = Remembered(_made)
current, forget = kept.current, kept.forget
