"""The page that shows every component, served by `make dev` only."""

import re
from pathlib import Path

import pytest

from poles.views.components import components

pytestmark = pytest.mark.django_db
# Shown elsewhere than on that page, or only by the map's own script.
NOT_SHOWN = {"header", "opening", "sheet", "pole", "specimen"}


def test_page_exists_for_developers_only(client, rf):
    assert client.get("/composants/").status_code == 404
    assert components(rf.get("/composants/")).status_code == 200


def test_page_shows_each_component_token_and_icon(rf):
    html = components(rf.get("/composants/")).content.decode()
    shown = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]+)"', html)))) | set(re.findall(r"<(\w+)", html))

    for sheet in Path("static/css/components").glob("*.css"):
        names = set(re.findall(r"^  (?:main )?\.?([\w-]+)", sheet.read_text(encoding="utf-8"), re.M)) - {"media"}
        assert sheet.stem in NOT_SHOWN or names & shown, sheet.stem
    assert {"live-map__mark--several", "live-map__card"} <= shown
    tokens = set(re.findall(r"--([\w-]+): #", Path("static/css/tokens.css").read_text(encoding="utf-8")))
    assert tokens == set(re.findall(r'fill="var\(--([\w-]+)\)" stroke', html))
    icons = re.findall(r'<symbol id="([\w-]+)"', Path("static/img/icons.svg").read_text(encoding="utf-8"))
    assert len(icons) == len(set(icons)) and all(f"icons.svg#{name}" in html for name in icons)
