"""The components page of docs/design.md: every token and component, with made-up data. Served by `make dev` only."""

import datetime
import re
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poles import curve, france
from poles.curve import Curve
from poles.directory import FacetCounts, Option
from poles.locator import Locator
from poles.map import of_counts
from poles.rows import PoleRow
from ptce_site.differences import difference

COUNTS = {"75": 9, "93": 4, "44": 12, "31": 7, "39": 1, "974": 4}
SUMMARY = "Une phrase fictive, de la longueur de celles que les pôles écrivent pour dire en deux lignes ce qu'ils font."

PLACE = "Lons-le-Saunier, Jura (39)"
ROWS = [
    PoleRow(1, "exemple", "Pôle fictif bien établi", SUMMARY, True, "SCIC", 2014, PLACE, "39", None),
    PoleRow(2, "exemple", "Pôle fictif à confirmer", SUMMARY, False, "SCIC", 2014, PLACE, "39", None),
    PoleRow(3, "exemple", "Pôle fictif sans phrase", "", True, "SCIC", 2014, PLACE, "39", None),
]
FACETS = [
    FacetCounts("ferme", "Groupe fermé", 20, 20, [Option("a", "Une valeur", 12, False)]),
    FacetCounts("choisi", "Groupe ouvert", 17, 49, [Option("a", "Choisie", 12, True), Option("b", "Autre", 5, False)]),
]


def components(request: HttpRequest) -> HttpResponse:
    """Tokens as they are in `tokens.css`, then each component in the states that a page can show at rest."""
    return render(
        request,
        "poles/components.html",
        {
            "colours": _tokens(r"--([\w-]+): #"),
            "texts": _tokens(r"--((?:text|title)-[\w-]+|figure):"),
            "spaces": _tokens(r"--(space-[\w-]+):"),
            "icons": re.findall(r'<symbol id="([^"]+)"', _read("img", "icons.svg")),
            "emblems": ["2A", "29", "39", "59", "974"],
            "rows": ROWS,
            "summary": SUMMARY,
            "pieces": difference("Un résumé ancien.", "Un résumé nouveau, et plus long."),
            "kilometres": {1: 0.4, 2: 12.0, 3: 48.0},
            "facets": FACETS,
            "map": of_counts(COUNTS, {code: f"Département {code}" for code in sorted(france.drawn())}, "#{}".format, ["31"]),
            "locator": _locator(),
            "curve": _curve(),
        },
    )


def _curve() -> Curve:
    days = [datetime.date(year, 12, 31) for year in range(2014, 2026)]
    lines = {"Première": range(0, 48, 4), "Deuxième": range(2, 26, 2), "Troisième": [5] * 12}
    return curve.of(days, lines, "#{}".format)


def _read(*path: str) -> str:
    return Path(settings.BASE_DIR, "static", *path).read_text(encoding="utf-8")


def _tokens(pattern: str) -> list[str]:
    return list(dict.fromkeys(re.findall(pattern, _read("css", "tokens.css"))))


def _locator() -> Locator | None:
    drawing = france.part(("39", "25", "70"))
    return None if drawing is None else Locator(drawing.shapes, frozenset(["39"]), drawing.place(46.67, 5.55), ((250, 200),))
