"""Queues of the cell: what waits comes first, and each member of the staff sees the poles that they look after."""

from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from poles.admin.scoped import FoundByPole, OfOwnPoles
from ptce_site.list_filters import ChoiceFilter
from ptce_site.record_admin import RecordAdmin

LONGEST_KEY = 19

ALL = ("toutes", "toutes")
WAITS = "attend"


class QueueFilter(ChoiceFilter):
    """Parts of a queue: value, words and condition of each; the first is what waits, shown when none is asked.

    What is looked for is looked for everywhere: asked with words, or for rows of one value, the list leaves out none.
    """

    title, parameter_name = "file", "file"
    also = (WAITS,)
    parts: tuple[tuple[str, str, Q], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((value, words) for value, words, _ in self.parts[1:]), ALL]

    def value(self) -> str | None:
        return super().value() or (ALL[0] if self._looks_for else None)

    def __init__(self, request: HttpRequest, *given: Any) -> None:
        self._looks_for = bool(request.GET.get(SEARCH_VAR)) or any(name.endswith("__exact") for name in request.GET)
        super().__init__(request, *given)

    def choices(self, changelist: Any) -> Any:
        """The usual ones, of which the first is not « all » but what waits."""
        _every, *others = super().choices(changelist)
        value = WAITS if self._looks_for else None
        yield {
            "selected": self.value() in (None, WAITS),
            "query_string": changelist.get_query_string({self.parameter_name: value}),
            "display": self.parts[0][1],
        }
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        conditions = {ALL[0]: Q(), **{value: condition for value, _, condition in self.parts}}
        return queryset.filter(conditions.get(self.value() or "", self.parts[0][2]))


class QueueAdmin(FoundByPole, OfOwnPoles, RecordAdmin):
    """Rows about poles that are read and answered, never added, rewritten or deleted."""

    brings_back = False

    def row_or_404(self, request: HttpRequest, object_id: str, *related: str) -> Any:
        """The row of this key, with what it leads to. Raises PermissionDenied, and Http404 for none that the person may see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_key = object_id.isascii() and object_id.isdigit() and len(object_id) < LONGEST_KEY
        found = self.get_queryset(request).select_related(*related).filter(pk=object_id).first() if is_key else None
        if found is None:
            raise Http404
        return found

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
