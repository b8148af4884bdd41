"""What Lighthouse says of the pages of a running site, as a phone sees them: `make run` in one terminal, this in another.

Lighthouse comes from npm, at the version below. Fails when a page misses 100 in accessibility, best practices or SEO, or
shifts by more than 0.01.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser import chromium

VERSION = "12.8.2"
PAGES = ("/", "/poles/", "/poles/?vue=carte", "/poles/clus-ter-jura/", "/territoires/departement/31/")
REQUIRED = ("accessibility", "best-practices", "seo")
MOST_SHIFT = 0.01


def main() -> int:
    """Ask for each page in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="où le site répond")
    site = parser.parse_args().site
    missed = 0
    print("page | performance | accessibilité | bonnes pratiques | référencement | décalage | octets | demandes")
    for page in PAGES:
        report = _report(site + page)
        scores = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
        shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
        asked = [item for item in report["audits"]["network-requests"]["details"]["items"] if item["url"].startswith("http")]
        weight = sum(item["transferSize"] for item in asked)
        print(page, *scores.values(), f"{shift:.3f}", weight, len(asked), sep=" | ")
        missed += any(scores[name] < 100 for name in REQUIRED) or shift > MOST_SHIFT
    return 1 if missed else 0


def _report(address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        subprocess.run(
            [
                *(shutil.which("npx") or "npx", "--yes", f"lighthouse@{VERSION}", address, "--quiet"),
                *("--output=json", f"--output-path={path}"),
                "--only-categories=performance,accessibility,best-practices,seo",
                f"--chrome-flags=--headless=new {' '.join(chromium.FLAGS)}",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": chromium.find() or ""},
        )
        report: dict[str, Any] = json.loads(path.read_text())
        return report


if __name__ == "__main__":
    sys.exit(main())
