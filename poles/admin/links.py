"""Links from a row of the back office to the rows that stand on it."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString


def rows_of(model: str, count: int, of: Any, **filters: Any) -> SafeString | str:
    """How many rows of a model (`app_model`) a record has, leading to their list; a dash for none.

    `filters` are those of the address of the list.
    """
    if not count:
        return "–"
    address = f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
    return format_html('<a href="{}">{} <span class="visually-hidden">de {}</span></a>', address, count, of)
