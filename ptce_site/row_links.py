"""From a record of the back office, the rows that stand on it: each list counted, each a link."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Count, IntegerField, Model, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst

MOST_NAMED = 10


@dataclass(frozen=True)
class Standing:
    """Rows of one model that stand on a record: what they are, how many, the address of their list."""

    label: str
    count: int
    address: str


def standing_on(site: AdminSite, request: HttpRequest, record: Model) -> list[Standing]:
    """By model and way to the record, those that the person may see, if there are any; one statement."""
    relations: list[Any] = [
        relation for relation in record._meta.get_fields(include_hidden=True) if relation.auto_created and not relation.concrete
    ]
    ways = [(relation.related_model, relation.field) for relation in relations]
    shown = [(model, field) for model, field in ways if _may_see(site, request, model)]
    if not shown:
        return []
    counts = [_count(site, request, model, field) for model, field in shown]
    numbers = type(record)._base_manager.filter(pk=record.pk).values_list(*counts).get()
    every = [model for model, _ in shown]
    found = []
    for (model, field), count in zip(shown, numbers, strict=True):
        if count:
            label = capfirst(str(model._meta.verbose_name_plural))
            label += f" ({field.verbose_name})" if every.count(model) > 1 else ""
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            query = urlencode({f"{field.name}__{field.target_field.name}__exact": record.pk})
            found.append(Standing(label, count, f"{address}?{query}"))
    return sorted(found, key=lambda standing: standing.label)


def _may_see(site: AdminSite, request: HttpRequest, model: Any) -> bool:
    return model in site._registry and site._registry[model].has_view_permission(request)


def _count(site: AdminSite, request: HttpRequest, model: Any, field: Any) -> Subquery:
    own = getattr(site._registry[model], "own", None)  # poles.admin.scoped: rows of the poles that one looks after
    rows = model._base_manager.filter(own(request) if own else Q(), **{field.name: OuterRef("pk")}).order_by()
    return Subquery(rows.values(field.name).annotate(found=Count("pk", distinct=True)).values("found"), IntegerField())


def address_of(site: AdminSite, request: HttpRequest, row: Model) -> str:
    """The page of a row, else of the pole that it is of; empty when the person sees neither."""
    for one in (row, getattr(row, "pole", None)):
        if one is not None and _may_see(site, request, type(one)):
            return reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_change", args=[one.pk])
    return ""


class WithLinks(admin.ModelAdmin):
    """Shows them on the page of a record, and where it is asked to go, when they keep it from going."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As usual, but for what keeps them: lists to look at, and not the names of thousands of rows."""
        shown, counts, lacking, protecting = super().get_deleted_objects(objs, request)
        if protecting:
            standing = (one for record in objs for one in standing_on(self.admin_site, request, record))
            links: list[str] = [format_html('<a href="{}">{} : {}</a>', one.address, one.label, one.count) for one in standing]
            protecting = [*links, *(protecting if len(protecting) <= MOST_NAMED or not links else [])]
        return shown, counts, lacking, protecting

    def render_change_form(  # type: ignore[override]
        self, request: HttpRequest, context: dict[str, Any], **named: Any
    ) -> HttpResponse:
        """With those of this record."""
        record = named.get("obj")
        context["standing"] = standing_on(self.admin_site, request, record) if record is not None and record.pk else []
        return super().render_change_form(request, context, **named)
