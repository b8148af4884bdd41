"""How our own static files are made, named and packed."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.utils.module_loading import import_string
from whitenoise.storage import CompressedManifestStaticFilesStorage

MADE = Path(settings.BASE_DIR) / ".made"


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files named by their content, so that they are cached for ever; imports between ES modules are rewritten too."""

    support_js_module_import_aggregation = True


class MadeFinder(BaseFinder):
    """Files made from others when they are asked for or gathered: `MADE_FILES` names each and the function of its text."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of a made file, made anew when what it is made of has changed."""
        found = [str(_made(path))] if path in settings.MADE_FILES else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every made file."""
        for path in settings.MADE_FILES:
            _made(path)
            yield path, FileSystemStorage(location=MADE)


def gather() -> bool:
    """Gather, name and pack the static files, unless they are all as they were the last time; say whether it was done."""
    stamp = Path(settings.STATIC_ROOT) / "stamp.txt"
    found = _stamp()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == found:
        return False
    stamp.unlink(missing_ok=True)  # a gathering cut short is done again
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found, encoding="utf-8")
    return True


def _stamp() -> str:
    """Where each file comes from, its size and its date."""
    lines = []
    for finder in get_finders():
        for path, storage in finder.list(None):
            state = Path(storage.path(path)).stat()
            lines.append(f"{storage.path(path)} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def sheet() -> str:
    """Every style sheet of `static/css/`, joined, so that a page asks for one file.

    The tokens come first, with the order of the layers; the order of the others then does not matter.
    """
    folder = Path(settings.BASE_DIR) / "static" / "css"
    sheets = sorted(folder.rglob("*.css"), key=lambda file: (file.name != "tokens.css", file.parent != folder, file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in sheets)


def _made(path: str) -> Path:
    text = import_string(settings.MADE_FILES[path])()
    made = MADE / path
    if not made.exists() or made.read_text(encoding="utf-8") != text:
        made.parent.mkdir(parents=True, exist_ok=True)
        beside = made.with_name(f"{made.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(made)
    return made
