"""Figures of the network: what is counted here, what others counted, each with its rule and its date."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poles import pole_index
from poles.models import NetworkFact, Pole
from poles.pole_index import PoleIndex
from poles.timeline import timeline
from ptce_site.clock import months_before, today
from ptce_site.content_version import content_moment, public_page

EVIDENCE_MONTHS = 24
SHARED_FACETS = ("forme", "secteur")


@dataclass
class CallFigures:
    """What was published of a call for projects, by nature of figure."""

    call: str
    figures: dict[str, list[NetworkFact]] = field(default_factory=dict)

    def first(self, kind: str) -> NetworkFact | None:
        return next(iter(self.figures.get(kind, [])), None)

    @property
    def applications(self) -> NetworkFact | None:
        return self.first("applications")

    @property
    def phase_1(self) -> NetworkFact | None:
        return self.first("phase-1")

    @property
    def laureates(self) -> NetworkFact | None:
        return self.first("laureates")

    @property
    def budget_announced(self) -> NetworkFact | None:
        return self.first("budget-announced")

    @property
    def budget(self) -> NetworkFact | None:
        return self.first("budget")


@public_page
def figures(request: HttpRequest) -> HttpResponse:
    """Three counts that must not be confused, the calls for projects, the shares among poles that say."""
    index = pole_index.current(content_moment(request))
    facts = list(NetworkFact.objects.all())
    calls = _calls(facts)
    totals = [fact for fact in facts if fact.kind == "poles" and fact.date]
    oldest = months_before(today(), EVIDENCE_MONTHS)
    dated = Pole.objects.published().filter(last_evidence_on__isnull=False)
    return render(
        request,
        "poles/figures.html",
        {
            "total": index.everything.bit_count(),
            "with_evidence": dated.count(),
            "active": dated.filter(last_evidence_on__gte=oldest).count(),
            "months": EVIDENCE_MONTHS,
            "today": today(),
            "totals": totals,
            "most_published": max((fact.minimum for fact in totals if fact.minimum), default=1),
            "calls": calls,
            "call_bars": _bars(calls, applications="applications", laureates="laureates"),
            "budget_bars": _bars(calls, announced="budget-announced", granted="budget"),
            "timeline": timeline(index),
            "shares": [_share(index, name) for name in SHARED_FACETS],
            "others": [fact for fact in facts if not fact.call and fact.kind != "poles"],
        },
    )


@public_page
def method(request: HttpRequest) -> HttpResponse:
    """How each figure is made."""
    return render(request, "poles/method.html", {"months": EVIDENCE_MONTHS})


def _calls(facts: list[NetworkFact]) -> list[CallFigures]:
    """The calls in the order of their names, which begin with their kind and year."""
    calls: dict[str, CallFigures] = {}
    for fact in facts:
        if fact.call:
            calls.setdefault(fact.call, CallFigures(fact.call)).figures.setdefault(fact.kind, []).append(fact)
    return sorted(calls.values(), key=lambda call: call.call.rsplit("-", 1)[-1])


def _bars(calls: list[CallFigures], **kinds: str) -> list[dict[str, Any]]:
    """For a drawing: figures of each call that has one, as widths out of a hundred, by name."""
    most = max(
        (fact.minimum for call in calls for kind in kinds.values() if (fact := call.first(kind)) and fact.minimum), default=0
    )
    rows = []
    for call in calls:
        facts = {name: call.first(kind) for name, kind in kinds.items()}
        if any(facts.values()):
            widths = {name: round(fact.minimum / most * 100) if fact and fact.minimum else 0 for name, fact in facts.items()}
            rows.append({"call": call, **widths})
    return rows


def _share(index: PoleIndex, name: str) -> dict[str, Any]:
    """How the poles that state a facet are shared among its values, most frequent first."""
    known = index.known[name].bit_count()
    counts = sorted(
        ((value, poles.bit_count()) for value, poles in index.sets[name].items()), key=lambda row: (-row[1], row[0])
    )
    rows = [
        {"code": value, "name": index.names[name].get(value, value), "count": count, "percent": round(count * 100 / known)}
        for value, count in counts
        if count
    ]
    return {"facet": name, "known": known, "rows": rows}
