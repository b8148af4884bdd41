"""Lists of records that a file may bring."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from poles.services.import_kinds import kind_of


class Imported(admin.ModelAdmin):
    """Leads to the import of its kind, for who may."""

    import_kind = ""
    """One of `import_kinds.kinds()`, by its slug."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        link = f"{reverse('admin:poles_import_add')}?contenu={self.import_kind}"
        shown = {"import_link": link if kind_of(self.import_kind).may(request.user) else "", **(extra_context or {})}  # type: ignore[arg-type]
        return super().changelist_view(request, shown)
