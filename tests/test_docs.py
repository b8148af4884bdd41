"""What the documents promise is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "poles/data/README.md"]
# Read by gunicorn's settings, the Makefile or Django's own start, not by settings.py.
VARIABLE = re.compile(r"`([A-Z][A-Z_]{3,})`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(document):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_exist(document):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"check", "procrastinate"}

    assert set(re.findall(r"\bmake ([a-z]+)", "\n".join(re.findall(r"`+[^`]*`+", text)))) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands


def test_every_setting_is_described_and_every_described_setting_is_read():
    described = set()
    for line in (ROOT / "docs/operator.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            described |= set(VARIABLE.findall(line.split("|")[1])) | {"PORT", "BIND"} & set(re.findall(r"`(\w+)`", line))
    sources = [*(ROOT / "ptce_site").glob("*.py"), ROOT / "ptce_site/management/commands/serve.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    read = set(re.findall(r"(?:env\.\w+|one_line|whole|secret|environ\.get)\(\s*[\"']([A-Z_]+)[\"']", code))

    assert described == read


def test_source_is_not_left_half_done():
    """No marker of work put off, in what is served."""
    marker = re.compile(r"TODO|FIXME|XXX|NotImplementedError")
    files = [
        path
        for name in ("ptce_site", "accounts", "poles", "charter", "cell", "templates", "static")
        for path in (ROOT / name).rglob("*.*")
    ]
    texts = [path for path in files if path.suffix in {".py", ".html", ".css", ".js"}]

    assert [path for path in texts if marker.search(path.read_text(encoding="utf-8"))] == []


def test_modules_stay_short():
    """One subject a module: under 400 lines, generated migrations apart."""
    modules = [
        path for name in ("ptce_site", "accounts", "poles", "charter", "cell", "tests") for path in (ROOT / name).rglob("*.py")
    ]
    ours = [path for path in modules if path.parent.name != "migrations"]

    assert [path.name for path in ours if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []
