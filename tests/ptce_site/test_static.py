"""Static files: made from others, gathered once, gathered again when one has changed."""

import os
import re

import pytest
from django.contrib.staticfiles import finders

from ptce_site import static

LATER = 4102444800


@pytest.fixture
def files(settings, tmp_path):
    """A site of two files, gathered elsewhere than the real one."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "a.txt").write_text("un")
    (source / "css" / "b.css").write_text("p { color: red; }")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "gathered"
    finders.get_finder.cache_clear()
    yield source
    finders.get_finder.cache_clear()


def test_files_are_gathered_once_and_again_when_one_changes(files, settings):
    assert static.gather() is True
    assert (settings.STATIC_ROOT / "a.txt").read_text() == "un"
    assert static.gather() is False

    (files / "a.txt").write_text("deux")
    os.utime(files / "a.txt", (LATER, LATER))  # what is not newer by a second is not copied
    assert static.gather() is True
    assert (settings.STATIC_ROOT / "a.txt").read_text() == "deux"
    assert static.gather() is False


def test_gathering_that_was_cut_short_is_done_again(files, monkeypatch):
    static.gather()
    (files / "a.txt").write_text("trois")

    def cut_short(*arguments, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(static, "call_command", cut_short)
        with pytest.raises(KeyboardInterrupt):
            static.gather()

    assert static.gather() is True


def test_style_sheets_are_joined_tokens_first():
    text = static.sheet()

    assert text.startswith("/* Order of the layers")
    assert text.count("@layer components {") >= 10
    names = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert names - set(re.findall(r"(--[\w-]+):", text)) == set()  # every property used is defined


def test_made_files_are_found_as_others_are():
    for path in ("css/site.css", "img/outlines.svg"):
        found = finders.find(path)
        assert found and found.endswith(path)
    assert finders.find("css/nulle-part.css") is None


def test_only_tokens_name_a_colour():
    for sheet in (static.Path(static.settings.BASE_DIR) / "static").rglob("*.css"):
        if sheet.name != "tokens.css":
            assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", sheet.read_text(encoding="utf-8")) == [], sheet.name
