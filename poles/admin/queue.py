"""Queues of the cell: what waits comes first, and each member of the staff sees the poles that they look after."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from poles import rights


class QueueFilter(admin.SimpleListFilter):
    """Parts of a queue: value, words and condition of each; the first is what waits, shown when none is asked."""

    title, parameter_name = "file", "file"
    parts: tuple[tuple[str, str, Q], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, words) for value, words, _ in self.parts[1:]]

    def choices(self, changelist: Any) -> Any:
        """The usual ones, of which the first is not « all » but what waits."""
        for number, choice in enumerate(super().choices(changelist)):
            yield {**choice, "display": self.parts[0][1]} if number == 0 else choice

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        conditions = {value: condition for value, _, condition in self.parts}
        return queryset.filter(conditions.get(self.value() or "", self.parts[0][2]))


class QueueAdmin(admin.ModelAdmin):
    """Rows about poles that are read and answered, never added, rewritten or deleted."""

    def own(self, request: HttpRequest) -> Q:
        """The rows that the person may see: of the poles that they look after."""
        return Q(pole__in=rights.poles_of_staff(request.user))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(self.own(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.looks_after_poles(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
