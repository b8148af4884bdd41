"""make picture: pictures of the pages, in light, in dark and on a phone, taken of the running site with the real poles."""

import io
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.ptce_site.copies import ROOT, free_port

PAGES = {
    "accueil": "/", "annuaire": "/poles/", "carte": "/poles/?vue=carte", "pole": "/poles/clus-ter-jura/",
    "territoire": "/territoires/region/76/",
}  # fmt: skip
# After the name of the page: how wide and high the screen is, and its colours.
SCREENS = {"": (1120, 700, "light"), "-sombre": (1120, 700, "dark"), "-telephone": (360, 720, "light")}
COLOURS = 128
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
    """Each page on each screen, in few colours: the files are kept with the code."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        for suffix, (width, height, scheme) in SCREENS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            for name, address in PAGES.items():
                page.goto(base + address, wait_until="networkidle")
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                picture.quantize(COLOURS).save(folder / f"{name}{suffix}.png", optimize=True)
                print(f"docs/img/{name}{suffix}.png", flush=True)
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
