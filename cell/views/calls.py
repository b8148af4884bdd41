"""Calls for projects: all of them, and one with the figures that others published of it."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cell.models import Call
from poles import partial_dates
from poles.enums import LISTED_RECOGNITIONS, RecognitionKind
from poles.models import NetworkFact, Pole
from ptce_site.clock import today
from ptce_site.content_version import public_page

# What others count of a call, in the order of its life.
FIGURES = {
    "applications": "Candidatures",
    "eligible": "Candidatures recevables",
    "phase-1": "Accompagnés en phase 1",
    "laureates": "Lauréats",
    "budget-announced": "Budget annoncé",
    "budget": "Budget accordé",
}

# What each date is called, once it is past and before.
DATES = {
    "opened": ("Ouvert", "Ouvre"),
    "closed": ("Clos", "Clôture"),
    "announced": ("Résultats annoncés", "Résultats attendus"),
}


@public_page
def calls(request: HttpRequest) -> HttpResponse:
    """Every call, the latest first, with how many of its laureates are in the directory."""
    published = list(Call.objects.filter(is_published=True))
    counts = _laureates(published)
    return render(request, "cell/calls.html", {"calls": [(call, counts[call.slug]) for call in published]})


@public_page
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: dates, rules, figures with their sources, laureates of the directory."""
    shown = get_object_or_404(Call, slug=slug, is_published=True)
    facts = sorted(NetworkFact.objects.filter(call=slug, kind__in=FIGURES), key=lambda fact: list(FIGURES).index(fact.kind))
    poles = Pole.objects.published().filter(_of(shown)).distinct().order_by("sort_key", "pk")
    to_come = _to_come(shown)
    context = {
        "call": shown,
        "figures": [(FIGURES[fact.kind], fact) for fact in facts],
        "told_budget": shown.budget if not any(fact.kind == "budget-announced" for fact in facts) else None,
        "dates": [
            (labels[to_come[name]], partial_dates.words(getattr(shown, name)))
            for name, labels in DATES.items()
            if getattr(shown, name)
        ],
        "may_answer": to_come["closed"] if shown.closed else shown.year > today().year,
        "tells_results": not to_come["announced"],
        "kinds": [str(RecognitionKind(kind).label) for kind in shown.kinds if kind in LISTED_RECOGNITIONS],
        # The directory has no filter for a call of which it knows the name only.
        "address": ""
        if RecognitionKind.OTHER_CALL in shown.kinds
        else "&".join(f"reconnaissance={one}" for one in shown.kinds),
        "poles": list(poles.select_related("seat_departement")),
    }
    return render(request, "cell/call.html", context)


def _to_come(call: Call) -> dict[str, bool]:
    """Which of its dates are not past: a call opens on the first day that is known of it, and closes after the last."""
    opened, _ = partial_dates.read(call.opened)
    closed, precision = partial_dates.read(call.closed)
    return {
        "opened": opened is not None and opened > today(),
        "closed": closed is not None and partial_dates.last_day(closed, precision) >= today(),
        "announced": not call.tells_results(today()),
    }


def _of(call: Call) -> Q:
    """The poles that a call recognised."""
    listed = [kind for kind in call.kinds if kind in LISTED_RECOGNITIONS]
    named = Q(recognitions__call_name=call.full_name) if RecognitionKind.OTHER_CALL in call.kinds else Q()
    return Q(recognitions__kind__in=listed) | named


def _laureates(published: list[Call]) -> dict[str, int]:
    """How many poles of the directory each call recognised, in one statement."""
    counts = {f"of_{number}": Count("pk", distinct=True, filter=_of(call)) for number, call in enumerate(published)}
    found = Pole.objects.published().aggregate(**counts) if counts else {}
    return {call.slug: found[f"of_{number}"] for number, call in enumerate(published)}
