"""Records that commands or services write, and that the back office shows."""

from typing import Any

from django.http import HttpRequest

from ptce_site.record_admin import RecordAdmin


class ReadOnlyAdmin(RecordAdmin):
    """Written by commands or services, read here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
