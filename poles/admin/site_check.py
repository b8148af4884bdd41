"""Visits of the sites of poles, in the back office."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from poles.admin.read_only import ReadOnlyAdmin
from poles.admin.scoped import FoundByItsPoles
from poles.models import Pole, SiteCheck


@admin.register(SiteCheck)
class SiteCheckAdmin(FoundByItsPoles, ReadOnlyAdmin):
    """What the sites of poles answered: found by their address, and by what finds the pole."""

    list_display = ("url", "poles", "state", "told", "failures", "checked_at", "next_at")
    list_filter = ("state", "checked_at")
    search_fields = ("url",)
    led_to = ("website", "url")
    fields = ("shown_url", "poles", "state", "told", "failures", "failing_since", "checked_at", "next_at")

    @admin.display(description="adresse")
    def shown_url(self, check: SiteCheck) -> SafeString:
        return format_html('<a href="{}" rel="noreferrer">{}</a>', check.url, check.url)

    @admin.display(description="pôles")
    def poles(self, check: Any) -> SafeString | str:
        """Those that give the address, each where it is mended; lists and files have them read for all their rows at once."""
        held = check if hasattr(check, "given_by") else _with_poles([check])[0]
        links = ((f"{reverse('admin:poles_pole_change', args=[key])}#id_website", name) for key, name in held.given_by)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With the poles of the rows shown."""
        listed = super().get_changelist_instance(request)
        _with_poles(listed.result_list)
        return listed

    def get_data_for_export(self, request: HttpRequest, queryset: Any, **options: Any) -> Any:
        """With the poles of all rows."""
        return super().get_data_for_export(request, _with_poles(list(queryset)), **options)


def _with_poles(checks: Any) -> Any:
    """The visits, each with key and name of the published poles that give its address as their site."""
    urls = [check.url for check in checks]
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, name, url in Pole.objects.published().filter(website__in=urls).values_list("pk", "name", "website"):
        found[url].append((key, name))
    for check in checks:
        check.given_by = found[check.url]
    return checks
