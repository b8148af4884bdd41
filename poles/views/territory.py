"""A territory's page, and the addresses of places that are no more."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from poles import pole_index
from poles.enums import Level
from poles.models import Collectivity, FormerCommune
from poles.territory import place_with_parents, shown_of
from ptce_site.content_version import content_moment, public_page


@public_page
def territory_page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """A collectivité and its poles. One that is no more leads to the one that replaced it."""
    asked = _collectivity(level, code)
    if asked is None:
        raise Http404
    current, seen = asked, {asked.pk}
    while current.ended_vintage and current.successor and current.successor_id not in seen:
        current = current.successor
        seen.add(current.pk)
    if (current.level, current.code) != (level, code):
        return HttpResponsePermanentRedirect(current.get_absolute_url())
    return render(request, "poles/territory.html", shown_of(current, pole_index.current(content_moment(request))))


def _collectivity(level: str, code: str) -> Collectivity | None:
    """The collectivité of that code, ended or not; for the code of a former commune alone, its current commune."""
    found = place_with_parents(level, code)
    if found or level != Level.COMMUNE:
        return found
    former = FormerCommune.objects.filter(code=code).order_by("kind").select_related("commune").first()
    return former.commune if former else None
