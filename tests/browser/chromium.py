"""The Chromium that browser tests open pages in: the one of the PATH, else one that can be installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run"]
INSTALL_SECONDS = 600
MISSING = "Aucun Chromium, ni dans le PATH, ni installable : les tests du navigateur n'ont pas tourné."


def find() -> str | None:
    """Path of a Chromium, or None."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return _of_playwright()


def _of_playwright() -> str | None:
    caches = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), "~/.cache/ms-playwright", "~/Library/Caches/ms-playwright"]
    for cache in filter(None, caches):
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium"):
            found = sorted(Path(cache).expanduser().glob(pattern))
            if found:
                return str(found[-1])
    return None


def install() -> None:
    """Try the system's packages (as root on Debian), then Playwright's own download."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts.insert(0, ["sh", "-c", "apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core"])
    for command in attempts:
        subprocess.run(
            command, check=False, timeout=INSTALL_SECONDS, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )  # fmt: skip
        if find():
            return


if __name__ == "__main__":
    if not find():
        print("Chromium n'est pas là : installation…", flush=True)
        install()
        print(f"Chromium : {find() or 'introuvable, les tests du navigateur le diront'}", flush=True)
