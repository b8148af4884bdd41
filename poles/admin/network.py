"""The network on the first page of the back office: by région, today and a year ago, each number with its list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from poles import rights
from poles.enums import Publication
from poles.filters import as_of
from poles.rights import Person
from ptce_site.clock import months_before, today
from ptce_site.list_filters import ChoiceFilter

MONTHS = {"aujourd-hui": 0, "un-an": 12}
NOW, BEFORE = MONTHS


class ExistedFilter(ChoiceFilter):
    """Poles that a date says to have existed on a day."""

    title, parameter_name = "jour d'existence", "existait"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(NOW, "aujourd'hui"), (BEFORE, "il y a un an")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        months = MONTHS.get(self.value() or "")
        return queryset if months is None else queryset.filter(as_of(months_before(today(), months)))


@dataclass(frozen=True)
class Figure:
    """How many poles; the address of their list, and how wide its bar is, out of a hundred."""

    count: int
    address: str
    width: int = 0


@dataclass(frozen=True)
class RegionRow:
    """A région, or all: its pages, those dated a year ago and today."""

    name: str
    public: str
    """The address of its public list; empty when none has the same poles."""
    pages: Figure
    before: Figure
    now: Figure


@dataclass(frozen=True)
class Network:
    """The régions, and all of them together."""

    rows: list[RegionRow]
    total: RegionRow


def network(user: Person) -> Network | None:
    """Of the published poles that the person looks after; None when there are none."""
    if not rights.looks_after_poles(user):
        return None
    poles = rights.poles_of_staff(user).published()
    counted = {
        "pages": Count("pk"),
        **{name: Count("pk", filter=as_of(months_before(today(), months))) for name, months in MONTHS.items()},
    }
    region = "seat_departement__region"
    rows = poles.order_by().values(f"{region}__code", f"{region}__name", f"{region}__sort_key").annotate(**counted)
    found = list(rows.order_by(f"{region}__sort_key"))
    if not found:
        return None
    most = max(row[name] for row in found for name in MONTHS) or 1
    public = reverse("poles:directory")
    told = [
        _row(row[f"{region}__name"], f"{public}?{urlencode({'region': code})}", row, most, code)
        if (code := row[f"{region}__code"])
        else _row("Sans région", "", row, most)
        for row in found
    ]
    sums = {name: sum(row[name] for row in found) for name in counted}
    return Network(told, _row("En tout", public if rights.sees_every_pole(user) else "", sums, 0))


def _row(name: str, public: str, counts: dict[str, int], most: int, code: str = "") -> RegionRow:
    """`most` is the number that fills a bar; 0 for that of all, without bars. No list has what is outside the régions."""
    changelist = reverse("admin:poles_pole_changelist")
    shown = {"publication__exact": Publication.PUBLISHED.value, **({"region": code} if code else {})}

    def figure(part: str) -> Figure:
        query = urlencode({**shown, **({ExistedFilter.parameter_name: part} if part in MONTHS else {})})
        address = f"{changelist}?{query}" if code or not most else ""
        return Figure(counts[part], address, counts[part] * 100 // most if most and part in MONTHS else 0)

    return RegionRow(name, public, figure("pages"), figure(BEFORE), figure(NOW))
