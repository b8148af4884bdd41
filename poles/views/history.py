"""The public history of a pole's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from poles import history
from poles.enums import Publication
from poles.models import Pole
from poles.views.pole import elsewhere
from ptce_site.content_version import public_page

MOST_PAGES = 1000


@public_page
def pole_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed and when; `page` counts from 1."""
    pole = Pole.objects.select_related("seat_departement").filter(slug=slug).first()
    if pole is None or pole.publication != Publication.PUBLISHED:
        return elsewhere(request, pole, slug, "poles:pole-history")
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not 1 <= page <= MOST_PAGES:
        raise Http404
    moments, has_older = history.moments(pole, page)
    if page > 1 and not moments and not has_older:
        raise Http404
    names = {"pole": pole, "moments": moments, "newer": page - 1, "older": page + 1 if has_older else 0}
    return render(request, "poles/history.html", names)
