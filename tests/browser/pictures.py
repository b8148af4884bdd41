"""make picture: the pictures of the README, taken of the running site with the real poles."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.ptce_site.copies import ROOT, free_port

PICTURES = {"annuaire": "/poles/", "carte": "/poles/?vue=carte", "pole": "/poles/clus-ter-jura/"}
START_SECONDS = 120


def wait_for(url: str) -> None:
    """Until the page answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit("Le site n'a pas démarré.")


def take(base: str, folder: Path) -> None:
    """Each page, as wide as a computer's screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(viewport={"width": 1120, "height": 700})
        for name, address in PICTURES.items():
            page.goto(base + address)
            page.screenshot(path=folder / f"{name}.png")
            print(f"docs/img/{name}.png")
        browser.close()


def main() -> None:
    """Serve the site, take the pictures, stop it."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env={**os.environ, "PORT": str(port)})
    try:
        wait_for(f"http://127.0.0.1:{port}/etat/")
        take(f"http://127.0.0.1:{port}", ROOT / "docs" / "img")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
