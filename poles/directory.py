"""What the directory shows of a query: the total, the counts of each facet, a page of poles, and help when there is none."""

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from poles import places, rows, search
from poles.elision import of
from poles.enums import Level
from poles.facets import FACETS
from poles.filters import PARAMETERS, PoleFilter
from poles.map import FranceMap, of_counts
from poles.models import Collectivity, Pole
from poles.pole_index import ABSENT, PoleIndex
from poles.rows import PoleRow
from poles.templatetags.french import day

PER_PAGE = 24
RADII_KM = (10, 30, 60, 120, 250, 500)


@dataclass(slots=True)
class Option:
    """A value of a facet, with how many poles choosing it would leave."""

    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetCounts:
    """A facet as it is shown: how many of the poles found it is known of, and its values that have some."""

    parameter: str
    label: str
    known: int
    total: int
    options: list[Option]

    @property
    def is_used(self) -> bool:
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the lists without it and with it alone: their query strings, how many poles they have."""

    label: str
    query_without: str
    total_without: int
    query_alone: str
    total_alone: int


class Offer(NamedTuple):
    """Another list to look at, with its query string."""

    label: str
    query: str


class Wider(NamedTuple):
    """When nothing is found near a place: a larger circle, how many poles are in it, its list, and the nearest of them."""

    place: str
    """« d'Angers »."""
    radius: int
    """In kilometres."""
    total: int
    query: str
    nearest: PoleRow | None
    km: float


class Selection:
    """The poles that a query keeps, as sets of the index: the same poles as `PoleFilter.qs`."""

    def __init__(self, pole_filter: PoleFilter, index: PoleIndex) -> None:
        self.filter = pole_filter
        day = pole_filter.values.get("au")
        self.index = index.as_of(day) if day else index
        self.undated_index = index

    @cached_property
    def _sets(self) -> dict[str, int]:
        """By parameter that keeps some poles only, the set of those."""
        sets, others = {}, {}
        for name, value in self.filter.values.items():
            if name in FACETS:
                sets[name] = self.index.with_one_of(name, value)
            elif name == "q" and self.filter.found is not None:
                if not self.filter.found.asks_nothing:
                    sets[name] = self._found[0]
            elif name == "pres_de":
                sets[name] = self.index.set_of(self.kilometres)
            elif (condition := self.filter.condition(name, value)) is not None:
                others[name] = condition
        return sets | self._sets_by_sql(others)

    @cached_property
    def _found(self) -> tuple[int, int]:
        """The poles that the words find, and those that they find by their names."""
        return self.filter.found.sets(self.index.set_of) if self.filter.found else (0, 0)

    def _sets_by_sql(self, conditions: dict[str, Q]) -> dict[str, int]:
        """The sets of conditions that the index does not hold, in one statement."""
        if not conditions:
            return {}
        flags = {f"in_{name}": Case(When(condition, then=Value(1)), default=Value(0)) for name, condition in conditions.items()}
        kept = Pole.objects.published().filter(reduce(or_, conditions.values())).order_by().annotate(**flags)
        found = list(kept.values_list("pk", *flags))
        return {
            name: self.index.set_of(row[0] for row in found if row[position])
            for position, name in enumerate(conditions, start=1)
        }

    @cached_property
    def poles(self) -> int:
        """The set of the poles found."""
        return self._without(None)

    def _without(self, dropped: str | None) -> int:
        return reduce(and_, (poles for name, poles in self._sets.items() if name != dropped), self.index.everything)

    @property
    def total(self) -> int:
        return self.poles.bit_count()

    @cached_property
    def facets(self) -> list[FacetCounts]:
        """Each facet counted on the poles that all the other filters keep; those of which nothing is known are left out."""
        shown = []
        for name, facet in FACETS.items():
            others = self._without(name) if name in self._sets else self.poles
            chosen = set(self.filter.values.get(name, ()))
            counts = {value: (poles & others).bit_count() for value, poles in self.index.sets[name].items()} if others else {}
            options = [
                Option(code, label, counts.get(code, 0), code in chosen)
                for code, label in self.index.names[name].items()
                if counts.get(code) or code in chosen
            ]
            if options:
                known = (self.index.known[name] & others).bit_count()
                shown.append(FacetCounts(name, str(facet.label), known, others.bit_count(), options))
        return shown

    @property
    def map(self) -> FranceMap:
        """The poles found, by département: whichever départements are chosen, as in the facet."""
        facet = next((facet for facet in self.facets if facet.parameter == "departement"), None)
        return of_counts(
            {option.code: option.count for option in facet.options} if facet else {},
            self.index.names["departement"],
            lambda code: f"/poles/?{query_string(self.filter, replace={'departement': code})}",
            self.filter.values.get("departement", ()),
        )

    @property
    def undated(self) -> int:
        """How many poles the day asked for leaves out because nothing says since when they are."""
        return (self._without("au") & self.index.undated).bit_count() if "au" in self.filter.values else 0

    def keys(self, first: int, count: int) -> list[int]:
        """The keys of `count` poles from the `first` one on, in the order of the query."""
        order = self.filter.order
        if order == "pertinence" and self.filter.found:
            named = self.poles & self._found[1]
            keys = self.index.in_order(named, "nom", first, count)
            rest = max(first - named.bit_count(), 0)
            return keys + self.index.in_order(self.poles & ~named, "nom", rest, count - len(keys))
        if order == "distance":
            near = sorted((km, self.index.rank(pk), pk) for pk, km in self.kilometres.items())
            held = [pk for _, rank, pk in near if rank != ABSENT and self.poles >> rank & 1]
            return held[first : first + count]
        return self.index.in_order(self.poles, order, first, count)

    @cached_property
    def kilometres(self) -> dict[int, float]:
        """The distance of each pole within the radius, by key; empty when nothing is asked around."""
        return _within(self.filter.centre, self.filter.radius) if self.filter.centre else {}

    def rows(self, first: int, count: int) -> list[PoleRow]:
        """A page of poles, with what a row shows."""
        return rows.of_keys(self.keys(first, count))

    @cached_property
    def chips(self) -> list[Chip]:
        """A chip for each value in force."""
        values = [
            (name, one) for name, value in self.filter.values.items() for one in (value if isinstance(value, list) else [value])
        ]
        return [
            Chip(
                label,
                query_string(self.filter, without=(name, one)),
                self._total_without(name, one),
                urlencode({name: one}),
                self._total_alone(name, one),
            )
            for name, one in values
            if (label := self._label(name, one)) is not None
        ]

    def _total_without(self, name: str, one: Any) -> int:
        left = [value for value in self.filter.values[name] if value != one] if name in FACETS else []
        if name == "au":
            return self._without_day().bit_count()
        others = self._without(name)
        return (others & self.index.with_one_of(name, left) if left else others).bit_count()

    def _without_day(self) -> int:
        """The poles that the other filters keep when no day is asked for: what is dated then says what it says today."""
        values = self.filter.values
        sets = {
            name: self.undated_index.with_one_of(name, values[name]) if name in FACETS else held
            for name, held in self._sets.items()
        }
        return reduce(and_, (held for name, held in sets.items() if name != "au"), self.index.everything)

    def _total_alone(self, name: str, one: Any) -> int:
        poles = self.undated_index.with_one_of(name, [one]) if name in FACETS else self._sets.get(name, self.index.everything)
        return poles.bit_count()

    @property
    def chips_to_keep(self) -> list[Chip]:
        """When nothing is found and no filter alone is to blame, those that find something alone."""
        if self.total or any(chip.total_without for chip in self.chips):
            return []
        return [chip for chip in self.chips if chip.total_alone]

    @property
    def spelling(self) -> Offer | None:
        """When nothing is found, the words typed, with those that no page holds written as near ones that one does."""
        found = self.filter.found
        if found is None or not found.offered:
            return None
        text = self.filter.values["q"]
        for word, near in found.offered.items():
            text = " ".join(near[0] if search.plain(typed) == word else typed for typed in text.split())
        return Offer(text, query_string(self.filter, replace={"q": text}))

    @property
    def offers(self) -> list[Offer]:
        """The places named among the words typed, to look around or within instead."""
        if self.filter.found is None or self.filter.centre:
            return []
        return [self._around(place, besides) for place, besides in self._named]

    @cached_property
    def _named(self) -> list[tuple[places.FoundPlace, str]]:
        return places.named_in(self.filter.values["q"], self.filter.found.named) if self.filter.found else []

    def _around(self, place: places.FoundPlace, besides: str) -> Offer:
        name = place.label if not place.former else f"{place.former} → {place.label}"
        words = {"place": name, "words": besides}
        if place.level == Level.COMMUNE and place.has_point:
            label = _("« %(words)s » autour %(place)s") if besides else _("Les pôles autour %(place)s")
            label %= {**words, "place": of(name)}
            return Offer(label, query_string(self.filter, replace={"q": besides, "pres_de": place.code}))
        label = _("« %(words)s », siège dans : %(place)s") if besides else _("Les pôles dont le siège est dans : %(place)s")
        return Offer(label % words, query_string(self.filter, replace={"q": besides, place.level: place.code}))

    def _label(self, name: str, value: Any) -> str | None:
        if name in FACETS:
            return self.index.names[name][value]
        if name == "q":
            return f"« {value} »"
        if name in ("epci", "commune"):
            return next(place.name for place in self.filter.places if place.level == name and place.code == value)
        if name == "pres_de" and self.filter.centre:
            return _("à %(km)d km %(place)s") % {"km": self.filter.radius, "place": of(self.filter.centre.name)}
        labels = {
            "cree_depuis": _("créés depuis %(value)s"), "cree_avant": _("créés avant %(value)s"),
            "modifie_depuis": _("modifiés depuis le %(value)s"), "au": _("tels qu'au %(value)s"),
        }  # fmt: skip
        return labels[name] % {"value": day(value) if name in ("modifie_depuis", "au") else value} if name in labels else None

    def wider(self) -> Wider | None:
        """When nothing is found around a place, or with the name of one: a radius within which something is."""
        if self.total:
            return None
        if self.filter.centre:
            return self._wider(self.filter.centre, self._without("pres_de"), self.filter.radius, {})
        # No more statements than six: not with filters that are read one by one.
        for place, besides in self._named if self.filter.found and not set(self.filter.values) - {"q", "vue", *FACETS} else ():
            if place.level == Level.COMMUNE and place.has_point:
                answering = self.index.set_of(search.find(besides).ids) if besides else self.index.everything
                return self._wider(place, self._without("q") & answering, 0, {"q": besides, "pres_de": place.code})
        return None

    def _wider(self, place: Collectivity | places.FoundPlace, poles: int, beyond: int, replace: dict[str, str]) -> Wider | None:
        """Of these poles, the nearest to the place, and the first radius beyond one that holds it."""
        ranks = [(km, self.index.rank(pk), pk) for pk, km in _within(place, RADII_KM[-1]).items()]
        near = sorted((km, pk) for km, rank, pk in ranks if rank != ABSENT and poles >> rank & 1)
        radius = next((one for one in RADII_KM if near and one > beyond and near[0][0] <= one), None)
        if radius is None:
            return None
        nearest = next(iter(rows.of_keys([near[0][1]])), None)
        total = sum(km <= radius for km, _ in near)
        query = query_string(self.filter, replace={**replace, "rayon": str(radius)})
        return Wider(of(place.name), radius, total, query, nearest, near[0][0])


def _within(place: Collectivity | places.FoundPlace, radius: int) -> dict[int, float]:
    if place.latitude is None or place.longitude is None:
        return {}
    return rows.distances(place.latitude, place.longitude, radius)


def query_string(
    pole_filter: PoleFilter,
    page: int = 1,
    without: tuple[str, Any] | None = None,
    replace: dict[str, str] | None = None,
    machine: bool = False,
) -> str:
    """The query string of the same list: on another page, less a value, or with another; what was not read is left out.

    `machine` leaves out what machine forms ignore.
    """
    pairs = []
    for name, value in pole_filter.values.items():
        if (machine and name == "vue") or (replace and name in replace):
            continue
        pairs += [(name, str(one)) for one in (value if isinstance(value, list) else [value]) if (name, one) != without]
    pairs += [(name, value) for name, value in (replace or {}).items() if value]
    pairs.sort(key=lambda pair: PARAMETERS.index(pair[0]))
    names = {name for name, _ in pairs}
    if "pres_de" not in names:
        pairs = [pair for pair in pairs if pair[0] != "rayon" and pair != ("tri", "distance")]
    if "q" not in names:
        pairs = [pair for pair in pairs if pair != ("tri", "pertinence")]
    if page > 1:
        pairs.append(("page", str(page)))
    return urlencode(pairs)
