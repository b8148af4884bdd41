"""Filters of the lists of the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
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
