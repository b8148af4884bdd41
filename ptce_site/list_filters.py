"""Filters of the lists of the back office."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest


class ChoiceFilter(admin.SimpleListFilter):
    """A filter by one of its choices. An address that asks for another is led to the list, which says so (`Titled`)."""

    also: tuple[str, ...] = ()
    """Values that are no choice among the others."""

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        known = {*self.also, *(str(value) for value, _ in self.lookup_choices)}  # type: ignore[attr-defined]
        if self.value() and self.value() not in known:
            raise IncorrectLookupParameters


class ValueFilter(ChoiceFilter):
    """By what rows have in a field of text: any value that some have, but for the empty one, unless `words` names them."""

    field = ""
    words: Mapping[str, str] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        if self.words:
            return list(self.words.items())
        rows = model_admin.model._base_manager.exclude(**{self.field: ""})
        return [(value, value) for value in rows.order_by(self.field).values_list(self.field, flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


def by_value(name: str, title: str, words: Mapping[str, str] | None = None, parameter: str = "") -> type[ValueFilter]:
    """A `ValueFilter` of the field `name`; `parameter` is what the address calls it, if not the same."""
    of = {"field": name, "title": title, "words": words or {}, "parameter_name": parameter or name}
    return type("ValueFilter", (ValueFilter,), of)
