"""The home page."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poles import pole_index
from poles.enums import Confidence
from poles.map import of_counts
from poles.models import NetworkFact, Pole
from poles.models.pole import confirmed_since
from ptce_site.clock import today
from ptce_site.content_version import content_moment, public_page
from ptce_site.site_settings import said

LATEST = 6
PUBLISHED_TOTALS = 2


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What a PTCE is, how many are here, what others counted, the latest poles that their sources confirm."""
    published = Pole.objects.published()
    confirmed = published.filter(Q(confidence=Confidence.HIGH) | Q(confirmed_on__gte=confirmed_since())).with_row_details()
    index = pole_index.current(content_moment(request))
    sectors = index.sets["secteur"]
    return render(
        request,
        "poles/home.html",
        {
            "total": index.everything.bit_count(),
            "sectors": [
                (slug, name, sectors[slug].bit_count()) for slug, name in index.names["secteur"].items() if sectors.get(slug)
            ],
            "map": of_counts(
                {code: poles.bit_count() for code, poles in index.sets["departement"].items()},
                index.names["departement"],
                lambda code: f"/poles/?departement={code}",
            ),
            "today": today(),
            "said": said(request),
            "totals": NetworkFact.objects.filter(kind="poles", date__isnull=False)[:PUBLISHED_TOTALS],
            "latest": confirmed.order_by("-checked_on", "-number")[:LATEST],
        },
    )
