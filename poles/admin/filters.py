"""Filters that several lists share."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from poles.enums import StageName
from poles.facets import FACETS
from poles.models import Collectivity
from ptce_site.clock import today
from ptce_site.list_filters import ChoiceFilter


def regions() -> list[tuple[str, str]]:
    """Code and name of the régions of today, by name."""
    rows = Collectivity.objects.filter(level="region", ended_vintage=None).order_by("sort_key")
    return list(rows.values_list("code", "name"))


class RegionFilter(ChoiceFilter):
    """By the région where a row is: that of the seat of its pole, unless `paths` say otherwise; any of them is enough."""

    title, parameter_name = "région", "region"
    paths: tuple[str, ...] = ("pole__seat_departement__region",)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return regions()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(reduce(or_, (Q(**{f"{path}__code": self.value()}) for path in self.paths)))


def region_by(*paths: str) -> type[RegionFilter]:
    """The same filter, by other ways to the région."""
    return type("RegionFilter", (RegionFilter,), {"paths": paths})


class StageFilter(ChoiceFilter):
    """Poles by their stage of today."""

    title, parameter_name = "stade", "stade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in StageName.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        stage = self.value()
        return queryset.filter(pk__in=FACETS["stade"].poles([stage])) if stage else queryset


class DayFilter(ChoiceFilter):
    """Rows with a `period`: those of today first."""

    title, parameter_name = "période", "periode"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("cours", "en cours, ou sans fin connue"), ("passe", "passée"), ("avenir", "à venir"), ("sans", "sans date")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        conditions = {
            "cours": Q(period__contains=today()),
            "passe": Q(period__endswith__lte=today()),
            "avenir": Q(period__startswith__gt=today()),
            "sans": Q(period=None),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


def used_by(model: Any, name: str, words: str) -> type[admin.SimpleListFilter]:
    """Whether a row of `model` leads to it by its field `name`; `words` name those rows, as in « de pôles »."""

    class UsedFilter(ChoiceFilter):
        title, parameter_name = words, "sert"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return [("oui", "au moins un"), ("non", "aucun")]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            leads = Exists(model.objects.filter(**{name: OuterRef("pk")}))
            return {"oui": queryset.filter(leads), "non": queryset.exclude(leads)}.get(self.value() or "", queryset)

    return UsedFilter
