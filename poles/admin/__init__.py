"""The back office: enough to correct a pole."""

from django.conf import settings
from django.contrib import admin

from poles.admin import coordinator, imports, operation, organisation, pole, proposal, recognition, reference, requests, rows

admin.site.site_header = admin.site.site_title = f"{settings.SITE_NAME} – back office"
admin.site.index_title = "Ce que l'annuaire contient"

__all__ = ["coordinator", "imports", "operation", "organisation", "pole", "proposal", "recognition", "reference", "requests"]
__all__ += ["rows"]
