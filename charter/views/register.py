"""The register of signatories, on any day: as a page and in the forms that machines read."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from charter import exports, register
from charter.enums import VersionState
from charter.filters import RegisterFilter
from charter.models import CharterVersion
from poles import curve, pole_index
from poles.map import FranceMap, of_counts
from poles.models import NetworkFact
from ptce_site.clock import today
from ptce_site.content_version import content_moment, public_page
from ptce_site.site_settings import said

ADDRESS = "/charte/signataires/"
PER_PAGE = 50


@public_page
def signatories(request: HttpRequest) -> HttpResponse:
    """Who was in the register on a day (`au`, today when absent), 50 a page, with a map and the count over time."""
    asked = _filter(request)
    entries = asked.entries
    pages = max(-(-len(entries) // PER_PAGE), 1)
    page = _page(request.GET.get("page", "1"), pages)
    fact = NetworkFact.objects.filter(kind=register.SIGNATORIES, date__lte=asked.day).order_by("-date").first()
    days = register.year_ends()
    return render(
        request,
        "charter/signatories.html",
        {
            "asked": asked,
            "values": asked.cleaned_data,
            "problems": asked.problems,
            "is_today": asked.day == today(),
            "total": len(asked.poles),
            "everyone": asked.everyone,
            "fact": fact if fact and (fact.minimum or 0) > asked.everyone else None,
            "entries": entries[(page - 1) * PER_PAGE : page * PER_PAGE],
            "chips": _chips(asked),
            "map": _map(asked),
            "curve": curve.of(days, {"Signataires": asked.register.over_time(asked.whenever)}, partial(_on, asked)),
            "query": asked.query(),
            "page": page,
            "pages": pages,
            "previous": asked.query(page=page - 1 if page > 2 else None),
            "following": asked.query(page=page + 1) if page < pages else "",
        },
    )


@public_page
def signatories_csv(request: HttpRequest) -> HttpResponseBase:
    """The same query, as CSV."""
    return _export(request, "text/csv; charset=utf-8", lambda asked: exports.as_csv(asked.entries), "signataires.csv")


@public_page
def signatories_json(request: HttpRequest) -> HttpResponseBase:
    """The same query, as JSON."""
    return _export(
        request,
        "application/json; charset=utf-8",
        lambda asked: exports.as_json(asked.entries, asked.day.isoformat(), len(asked.poles)),
    )


@public_page
def signatories_atom(request: HttpRequest) -> HttpResponseBase:
    """The same query, as a feed."""
    address, name = request.get_full_path(), said(request).names["SITE_NAME"]
    return _export(request, "application/atom+xml; charset=utf-8", lambda asked: exports.as_atom(asked.entries, address, name))


def _filter(request: HttpRequest) -> RegisterFilter:
    moment = content_moment(request)
    versions = list(CharterVersion.objects.exclude(state=VersionState.DRAFT))
    return RegisterFilter(request.GET, register.current(moment), pole_index.current(moment), versions)


def _export(
    request: HttpRequest, content_type: str, write: Callable[[RegisterFilter], Iterator[str]], filename: str = ""
) -> HttpResponseBase:
    asked = _filter(request)
    if asked.problems:
        return JsonResponse({"erreurs": asked.problems}, status=400, json_dumps_params={"ensure_ascii": False})
    response = StreamingHttpResponse(write(asked), content_type=content_type)
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _map(asked: RegisterFilter) -> FranceMap:
    names = asked.names["departement"]
    chosen = asked.cleaned_data["departement"]
    return of_counts(
        register.by_departement(asked.poles), names, lambda code: f"{ADDRESS}?{asked.query(departement=[code])}", chosen
    )


def _chips(asked: RegisterFilter) -> list[tuple[str, str]]:
    """The départements chosen on the map, each with the query string without it."""
    chosen = asked.cleaned_data["departement"]
    return [
        (asked.names["departement"][code], asked.query(departement=[one for one in chosen if one != code])) for code in chosen
    ]


def _on(asked: RegisterFilter, day: Any) -> str:
    return f"{ADDRESS}?{asked.query(au=day)}"


def _page(asked: str, pages: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return number if 1 <= number <= pages else 1
