"""Filters of the lists of the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest


class ChoiceFilter(admin.SimpleListFilter):
    """A filter by one of its choices. An address that asks for another is told so: all the rows are not those asked for."""

    also: tuple[str, ...] = ()
    """Values that are no choice among the others."""

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        known = {*self.also, *(str(value) for value, _ in self.lookup_choices)}  # type: ignore[attr-defined]
        if self.value() and self.value() not in known:
            raise IncorrectLookupParameters


def by_value(name: str, words: str) -> type[ChoiceFilter]:
    """By the values that rows have in a field of text, but for the empty one."""

    class ValueFilter(ChoiceFilter):
        title, parameter_name = words, name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            values = model_admin.model._base_manager.exclude(**{name: ""}).order_by(name).values_list(name, flat=True)
            return [(value, value) for value in values.distinct()]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            return queryset.filter(**{name: self.value()}) if self.value() else queryset

    return ValueFilter
