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
        """Those that give the address, each where it is mended; a list has them read for all its rows at once."""
        given = check.given_by if hasattr(check, "given_by") else _given_by([check.url])[check.url]
        links = ((f"{reverse('admin:poles_pole_change', args=[key])}#id_website", name) for key, name in given)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With the poles of the rows shown."""
        listed = super().get_changelist_instance(request)
        given = _given_by([check.url for check in listed.result_list])
        for check in listed.result_list:
            check.given_by = given[check.url]
        return listed


def _given_by(urls: list[str]) -> dict[str, list[tuple[int, str]]]:
    """Key and name of the published poles that give each address as their site."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, name, url in Pole.objects.published().filter(website__in=urls).values_list("pk", "name", "website"):
        found[url].append((key, name))
    return found
