"""The directory, as a page and in the forms that machines read."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from poles import exports, pole_index
from poles.directory import PER_PAGE, RADII_KM, Selection, query_string
from poles.filters import DEFAULT_VIEW, PARAMETERS, PLACE_PARAMETERS, SORTS, VIEWS, PoleFilter
from poles.querysets import PoleQuerySet
from ptce_site.content_version import content_moment, public_page
from ptce_site.site_settings import said


def _filter(request: HttpRequest, *, machine: bool = False) -> PoleFilter:
    query = request.GET.copy()
    if machine:  # machine forms hold every pole, in no view
        query.pop("vue", None)
    return PoleFilter(query, pole_index.current(content_moment(request)))


@public_page
def directory(request: HttpRequest) -> HttpResponse:
    """Published poles, searched, filtered, counted by facet, 24 a page."""
    pole_filter = _filter(request)
    selection = Selection(pole_filter, pole_filter.index)
    problems = [f"{problem} {_('Ce critère est ignoré.')}" for problem in pole_filter.problems]
    pages = max(-(-selection.total // PER_PAGE), 1)
    page = _page(request.GET.get("page", "1"), pages, problems)
    view = pole_filter.values.get("vue", DEFAULT_VIEW)
    return render(
        request,
        "poles/directory.html",
        {
            "selection": selection,
            "total": selection.total,
            "poles": selection.rows((page - 1) * PER_PAGE, PER_PAGE),
            "map": selection.map if view == "carte" else None,
            "kilometres": selection.kilometres,
            "facets": selection.facets,
            "chips": selection.chips,
            "undated": selection.undated,
            "wider": selection.wider(),
            "chips_to_keep": selection.chips_to_keep,
            "spelling": selection.spelling,
            "offers": selection.offers,
            "problems": problems,
            "notes": pole_filter.notes,
            "values": {name: pole_filter.values.get(name, "") for name in PARAMETERS},
            "is_filtered": bool(set(pole_filter.values) - {"vue"}),
            "radii": sorted({*RADII_KM, pole_filter.radius}),
            "elsewhere": query_string(pole_filter, replace=dict.fromkeys(PLACE_PARAMETERS, ""), machine=True),
            "view": view,
            "views": _views(pole_filter, view),
            "sorts": _sorts(pole_filter),
            "query": query_string(pole_filter, machine=True),
            "page": page,
            "pages": pages,
            "previous_query": query_string(pole_filter, page=page - 1) if page > 1 else None,
            "next_query": query_string(pole_filter, page=page + 1) if page < pages else None,
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


@public_page
def directory_points(request: HttpRequest) -> HttpResponse:
    """What the site's own map draws of every pole of the query: a fifth of what GeoJSON weighs."""
    pole_filter = _filter(request, machine=True)
    if pole_filter.problems:
        return JsonResponse({"erreurs": pole_filter.problems}, status=400, json_dumps_params={"ensure_ascii": False})
    return JsonResponse({"poles": exports.points(pole_filter.ordered)}, json_dumps_params={"ensure_ascii": False})


@public_page
def directory_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Every pole of the query, as a workbook."""
    return _export(request, exports.XLSX, exports.as_xlsx, "poles.xlsx")


@public_page
def directory_atom(request: HttpRequest) -> HttpResponseBase:
    """Every pole of the query, as a feed."""
    return _export(
        request,
        "application/atom+xml; charset=utf-8",
        lambda poles: exports.as_atom(poles, request.get_full_path(), said(request).names["SITE_NAME"]),
    )


def _export(
    request: HttpRequest,
    content_type: str,
    write: Callable[[PoleQuerySet], Iterator[str] | Iterator[bytes]],
    filename: str = "",
) -> HttpResponseBase:
    pole_filter = _filter(request, machine=True)
    if pole_filter.problems:
        return JsonResponse({"erreurs": pole_filter.problems}, status=400, json_dumps_params={"ensure_ascii": False})
    response = StreamingHttpResponse(write(pole_filter.ordered), content_type=content_type)
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _page(asked: str, pages: int, problems: list[str]) -> int:
    # Only ASCII digits, and few: int() takes other scripts' digits, and refuses very long numbers.
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if 1 <= number <= pages:
        return number
    problems.append(_("Cette page n'existe pas : voici la première."))
    return 1


def _views(pole_filter: PoleFilter, shown: str) -> list[tuple[str, str, str, bool]]:
    """Each view: its value, its name, the address of the same list in it, whether it is the one shown."""
    views = []
    for name, label in VIEWS.items():
        query = query_string(pole_filter, replace={"vue": "" if name == DEFAULT_VIEW else name})
        views.append((name, str(label), f"/poles/?{query}" if query else "/poles/", name == shown))
    return views


def _sorts(pole_filter: PoleFilter) -> list[tuple[str, str, bool]]:
    """The orders that make sense here: what the address says (nothing for the usual one), the name, whether it is in force."""
    searched = pole_filter.found is not None and not pole_filter.found.asks_nothing
    senseless = {"pertinence": not searched, "distance": pole_filter.centre is None}
    usual, order = pole_filter.usual_order, pole_filter.order
    return [
        ("" if name == usual else name, str(label), name == order) for name, label in SORTS.items() if not senseless.get(name)
    ]
