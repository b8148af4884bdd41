"""What was done at once to many rows, and its undoing; the pairs told to be two."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from poles import rights
from poles.admin.read_only import ReadOnlyAdmin
from poles.enums import RecordKind
from poles.models import Import, KnownApart, Operation, Organisation, Pole
from poles.services import operations
from ptce_site.row_links import address_of

MOST_SHOWN = 30
MODELS: dict[RecordKind, Any] = {RecordKind.POLE: Pole, RecordKind.ORGANISATION: Organisation}


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    """Latest first; the national staff sees them all, the regional staff its own."""

    list_display = ("label", "kind", "at", "by", "undone_at")
    list_filter = ("kind",)
    list_select_related = ("by",)
    search_fields = ("label",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Operation]:
        every: QuerySet[Operation] = super().get_queryset(request)
        return every if rights.sees_every_pole(request.user) else every.filter(by=request.user)  # type: ignore[misc]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.looks_after_poles(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.looks_after_poles(request.user) or (obj is not None and operations.may_undo(request.user, obj))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One operation; POST undoes it."""
        operation: Operation | None = self.get_object(request, object_id)  # type: ignore[assignment]
        if not self.has_view_permission(request, operation):
            raise PermissionDenied
        if operation is None:
            raise Http404
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            user: Any = request.user
            try:
                operations.undo(user, operation.pk)
            except ValidationError as error:
                problems = [(one.messages[0], self._address(request, one)) for one in error.error_list]
            else:
                messages.success(request, f"Annulé : {operation}.")
                return redirect("admin:poles_operation_changelist" if self.has_module_permission(request) else "admin:index")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(operation),
            "operation": operation,
            "problems": problems,
            "may_undo": operations.may_undo(request.user, operation),
            "imported": Import.objects.filter(operation=operation).only("pk", "file_name").first(),
            "records": [
                (str(record), reverse(f"admin:poles_{record._meta.model_name}_change", args=[record.pk]))
                for record in operations.records_of(operation, MOST_SHOWN)
            ],
        }
        return TemplateResponse(request, "admin/poles/operation.html", context, status=422 if problems else 200)

    def _address(self, request: HttpRequest, error: ValidationError) -> str:
        row = (error.params or {}).get("row")
        return address_of(self.admin_site, request, row) if row else ""


@admin.register(KnownApart)
class KnownApartAdmin(ReadOnlyAdmin):
    """Pairs that are not proposed any more; one taken away is proposed again."""

    list_display = ("kind", "first", "second", "by")
    list_filter = ("kind",)
    list_select_related = ("by",)
    search_fields = ("name_of_one", "name_of_other")

    def get_queryset(self, request: HttpRequest) -> QuerySet[KnownApart]:
        every: QuerySet[KnownApart] = super().get_queryset(request)
        return every.annotate(name_of_one=_name("one"), name_of_other=_name("other"))

    @admin.display(description="l'une")
    def first(self, pair: Any) -> SafeString:
        return _link(pair.kind, pair.one, pair.name_of_one)

    @admin.display(description="l'autre")
    def second(self, pair: Any) -> SafeString:
        return _link(pair.kind, pair.other, pair.name_of_other)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights.sees_every_pole(request.user)


def _name(key: str) -> Any:
    names = {kind: model.objects.filter(pk=OuterRef(key)).values("name")[:1] for kind, model in MODELS.items()}
    cases = [When(kind=kind, then=Subquery(name, CharField())) for kind, name in names.items()]
    return Case(*cases, default=Value(""), output_field=CharField())


def _link(kind: str, key: int, name: str | None) -> SafeString:
    model = MODELS[RecordKind(kind)]._meta.model_name
    return format_html('<a href="{}">{}</a>', reverse(f"admin:poles_{model}_change", args=[key]), name or f"n° {key}")
