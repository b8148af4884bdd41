"""What is to mend, by région and over a year: a page beside the list of poles."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from poles import curve, rights
from poles.curve import Curve
from poles.models import Collectivity
from poles.quality import FAULTS, SILENT, faulty
from poles.services import quality_counts
from poles.services.quality_counts import EVERY
from ptce_site.clock import months_before, today
from ptce_site.list_filters import ChoiceFilter

MONTHS = 12
DEAD_SITE = "site-mort"
NOT_VISITED = "On ne le sait pas : cette installation ne visite pas les sites (réglage SITE_VISITS)."
# Of the faults, those that the curve draws: more lines cannot be told apart.
DRAWN = ("sans-commune", "a-confirmer", "sans-preuve")
# Where each fault is mended in the form of the pole: the element of its page.
MENDED_AT = {
    SILENT: "coordinators-group",
    "sans-commune": "id_seat_commune",
    "sans-resume": "id_summary",
    "a-confirmer": "id_confidence",
    "sans-preuve": "id_last_evidence_on",
    "sans-accord": "named_contacts-group",
    "courriel-personnel": "id_email",
    "site-mort": "id_website",
    "sans-contact": "id_website",
    "sans-secteur": "sector_links-group",
    "sans-membre": "memberships-group",
    "type-inconnu": "memberships-group",
    "identifiant-double": "id_siren",
    "identifiant-autre": "id_siren",
    "sans-identifiant": "id_siren",
}


@dataclass(frozen=True)
class Cell:
    """How many poles, and their list."""

    count: int
    address: str


@dataclass(frozen=True)
class Row:
    """A kind of fault: in all, before, and in each région."""

    label: str
    why: str
    total: Cell
    before: int | None
    """At the first count kept in the year; None when there is none."""
    regions: list[Cell]


class ToMendFilter(ChoiceFilter):
    """Published poles that have a fault of `poles.quality`."""

    title, parameter_name = "ce qui est à corriger", "corriger"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(fault.name, fault.label) for fault in FAULTS]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return faulty(queryset, self.value() or "")


class MendingList(ChangeList):
    """The list of poles: of those that have a fault, each opens where that is mended."""

    def url_for_result(self, result: Any) -> str:
        place = MENDED_AT.get(self.params.get(ToMendFilter.parameter_name, ""))
        return f"{super().url_for_result(result)}{f'#{place}' if place else ''}"


class WithQuality(admin.ModelAdmin):
    """Adds the page to the admin of poles."""

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return MendingList

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.quality_view)
        return [path("qualite/", view, name="poles_pole_quality"), *super().get_urls()]

    def quality_view(self, request: HttpRequest) -> HttpResponse:
        """Of the poles that one looks after."""
        if not rights.looks_after_poles(request.user):
            raise PermissionDenied
        poles = rights.poles_of_staff(request.user)
        found = quality_counts.by_region(poles)
        own = None if rights.sees_every_pole(request.user) else [one.region for one in found]
        past = quality_counts.recorded(own, months_before(today(), MONTHS))
        now = {name: sum(one.counts[name] for one in found) for name in (EVERY, *(fault.name for fault in FAULTS))}
        days = [day for day in past if day < today()]
        rows = [
            Row(
                fault.label,
                fault.why if fault.name != DEAD_SITE or settings.SITE_VISITS else NOT_VISITED,
                _cell(now[fault.name], fault.name),
                past[days[0]].get(fault.name, 0) if days else None,
                [_cell(one.counts[fault.name], fault.name, one.region) for one in found],
            )
            for fault in FAULTS
        ]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Qualité de l'annuaire",
            "rows": rows, "regions": found, "total": now[EVERY], "since": days[0] if days else None,
            "curve": _curve({**{day: past[day] for day in days}, today(): now}),
        }  # fmt: skip
        return TemplateResponse(request, "admin/poles/quality.html", context)


def _cell(count: int, fault: str, region: Collectivity | None = None) -> Cell:
    query = urlencode({"corriger": fault, **({"region": region.code} if region else {})})
    return Cell(count, f"{reverse('admin:poles_pole_changelist')}?{query}")


def _curve(counts: dict[datetime.date, dict[str, int]]) -> Curve | None:
    """None until two days are known."""
    if len(counts) < 2:
        return None
    labels = {fault.name: fault.label for fault in FAULTS}
    lines = {labels[name]: [on_day.get(name, 0) for on_day in counts.values()] for name in DRAWN}
    return curve.of(list(counts), lines, lambda _: "#qualite")
