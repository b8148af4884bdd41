"""A territory's address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from poles.enums import Level
from poles.models import Collectivity, FormerCommune
from ptce_site.content_version import public_page


@public_page
def territory_page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """Lead from a collectivité that is no more to the one that replaced it; 404 for any other, which has no page yet."""
    asked = _collectivity(level, code)
    if asked is None:
        raise Http404
    current, seen = asked, {asked.pk}
    while current.ended_vintage and current.successor and current.successor_id not in seen:
        current = current.successor
        seen.add(current.pk)
    if (current.level, current.code) == (level, code):
        raise Http404
    return HttpResponsePermanentRedirect(current.get_absolute_url())


def _collectivity(level: str, code: str) -> Collectivity | None:
    """The collectivité of that code, ended or not; for the code of a former commune alone, its current commune."""
    found = Collectivity.objects.filter(level=level, code=code).first()
    if found or level != Level.COMMUNE:
        return found
    former = FormerCommune.objects.filter(code=code).order_by("kind").select_related("commune").first()
    return former.commune if former else None
