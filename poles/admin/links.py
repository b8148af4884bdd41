"""From a row of the back office, the rows that stand on it: counted, and their list."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from poles import rights
from poles.models import Pole


def counted(rows: QuerySet[Any], by: str, person: Any) -> Coalesce:
    """How many of these poles or rows of poles, of those that the person looks after, lead to a record by this field."""
    pole = "pk" if rows.model is Pole else "pole"
    own = rows if rights.sees_every_pole(person) else rows.filter(**{f"{pole}__in": rights.poles_of_staff(person)})
    held = own.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(found=Count("pk"))
    return Coalesce(Subquery(held.values("found")), 0)


def rows_of(model: str, count: int, of: Any, **filters: Any) -> SafeString | int:
    """How many rows of a model (`app_model`) a record has, leading to their list.

    `filters` are those of the address of the list.
    """
    if not count:
        return 0
    address = f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
    return format_html('<a href="{}">{} <span class="visually-hidden">: {}</span></a>', address, count, of)
