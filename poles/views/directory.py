"""The directory, as a page and in the forms that machines read."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from poles import exports
from poles.filters import PoleFilter
from poles.querysets import PoleQuerySet
from ptce_site.content_version import public_page

PER_PAGE = 24


@public_page
def directory(request: HttpRequest) -> HttpResponse:
    """Published poles by name, filtered, 24 a page."""
    pole_filter = PoleFilter(request.GET)
    problems = list(pole_filter.problems)
    page = _page(request.GET, pole_filter.qs, problems)
    return render(
        request,
        "poles/directory.html",
        {
            "page": page,
            "total": page.paginator.count,
            "problems": problems,
            "regions": pole_filter.options("region"),
            "departements": pole_filter.options("departement"),
            "region_chosen": bool(pole_filter.chosen["region"]),
            "departement_chosen": bool(pole_filter.chosen["departement"]),
            "active": _active_filters(pole_filter),
            "query": _query(pole_filter),
            "previous_query": _query(pole_filter, page=page.number - 1) if page.has_previous() else "",
            "next_query": _query(pole_filter, page=page.number + 1) if page.has_next() else "",
        },
    )


@public_page
def directory_csv(request: HttpRequest) -> HttpResponseBase:
    """Every pole of the query, as CSV."""
    return _export(request, "text/csv; charset=utf-8", exports.as_csv, "poles.csv")


@public_page
def directory_json(request: HttpRequest) -> HttpResponseBase:
    """Every pole of the query, as JSON."""
    return _export(request, "application/json; charset=utf-8", exports.as_json)


@public_page
def directory_geojson(request: HttpRequest) -> HttpResponseBase:
    """Every pole of the query, as GeoJSON."""
    return _export(request, "application/geo+json; charset=utf-8", exports.as_geojson)


def _export(
    request: HttpRequest, content_type: str, write: Callable[[PoleQuerySet], Iterator[str]], filename: str = ""
) -> HttpResponseBase:
    pole_filter = PoleFilter(request.GET)
    if pole_filter.problems:
        return JsonResponse({"erreurs": pole_filter.problems}, status=400, json_dumps_params={"ensure_ascii": False})
    poles: PoleQuerySet = pole_filter.qs.by_name()
    response = StreamingHttpResponse(write(poles), content_type=content_type)
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _page(query: QueryDict, poles: PoleQuerySet, problems: list[str]) -> Page[Any]:
    paginator: Paginator[Any] = Paginator(poles.by_name().with_row_details(), PER_PAGE)
    asked = query.get("page", "1")
    # Only ASCII digits, and few: int() takes other scripts' digits, and refuses very long numbers.
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if not 1 <= number <= paginator.num_pages:
        problems.append(_("Cette page n'existe pas : voici la première."))
        number = 1
    return paginator.page(number)


def _query(pole_filter: PoleFilter, page: int = 1, without: tuple[str, str] | None = None) -> str:
    """The query string of the same list: on another page, or without one of its values. Unknown values are left out."""
    kept = QueryDict(mutable=True)
    for name, places in pole_filter.chosen.items():
        codes = [place.code for place in places if (name, place.code) != without]
        if codes:
            kept.setlist(name, codes)
    if page > 1:
        kept["page"] = str(page)
    return kept.urlencode()


def _active_filters(pole_filter: PoleFilter) -> list[dict[str, str]]:
    return [
        {"label": place.name, "query_without": _query(pole_filter, without=(name, place.code))}
        for name, places in pole_filter.chosen.items()
        for place in places
    ]
