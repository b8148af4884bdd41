"""The back office: enough to correct a pole."""

from django.contrib import admin

from poles.admin import (
    coordinator,
    imports,
    operation,
    organisation,
    pole,
    proposal,
    recognition,
    reference,
    requests,
    rows,
    site_check,
)

admin.site.index_title = "Le travail du jour"

__all__ = ["coordinator", "imports", "operation", "organisation", "pole", "proposal", "recognition", "reference", "requests"]
__all__ += ["rows", "site_check"]
