"""Finding a place by its name: the page, and what the field's suggestions read."""

import math
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from poles import pole_index
from poles.elision import of
from poles.enums import Level
from poles.filters import PARAMETERS, PLACE_PARAMETERS
from poles.places import FoundPlace, nearest_commune, suggested
from ptce_site.content_version import content_moment, public_page

MOST_ON_A_PAGE = 40
LONGEST_NUMBER = 20


@public_page
def place_search(request: HttpRequest) -> HttpResponse:
    """Places of a name, each with its page and the poles around; without a name, the régions and départements."""
    typed = request.GET.get("q", "").strip()
    index = pole_index.current(content_moment(request))
    found = suggested(typed, MOST_ON_A_PAGE)
    kept = _kept(request.GET.get("garder", ""))
    return render(
        request,
        "poles/places.html",
        {
            "typed": typed,
            "kept": urlencode(kept),
            "places": [(place, urlencode([*kept, *directory_query(place).items()])) for place in found],
            "levels": [
                (level, [(code, name, index.sets[level].get(code, 0).bit_count()) for code, name in index.names[level].items()])
                for level in ("region", "departement")
            ],
        },
    )


@public_page
def place_suggestions(request: HttpRequest) -> HttpResponse:
    """`{"lieux": [{"niveau", "code", "nom", "de_nom", "libelle", "requete"}]}`; `requete` is that of the directory.

    By `q`, a name; or by `latitude` and `longitude`, in degrees: the nearest commune. Nothing for what cannot be read.
    """
    if "latitude" in request.GET:
        found = nearest_commune(_degrees(request, "latitude"), _degrees(request, "longitude"))
    else:
        found = suggested(request.GET.get("q", ""))
    places = [
        {
            "niveau": place.level,
            "code": place.code,
            "nom": place.name,
            "de_nom": of(place.name),
            "libelle": f"{place.former} → {place.label}" if place.former else place.label,
            "requete": urlencode(directory_query(place)),
        }
        for place in found
    ]
    return JsonResponse({"lieux": places}, json_dumps_params={"ensure_ascii": False})


def _degrees(request: HttpRequest, name: str) -> float:
    """Not a number when it is none."""
    try:
        return float(request.GET.get(name, "")[:LONGEST_NUMBER])
    except ValueError:
        return math.nan


def _kept(query: str) -> list[tuple[str, str]]:
    """What a list of the directory asks besides a place, to keep when one is chosen without JavaScript."""
    return [(name, value) for name, value in parse_qsl(query) if name in PARAMETERS and name not in PLACE_PARAMETERS]


def directory_query(place: FoundPlace) -> dict[str, str]:
    """The directory around a commune whose point is known; else what is seated in the place."""
    around = place.level == Level.COMMUNE and place.has_point
    return {"pres_de" if around else place.level: place.code}
