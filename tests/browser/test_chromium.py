"""Without a browser, the tests of pages fail where everything must run, and say so loudly elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ONE_TEST = "tests/browser/test_pages.py::test_reading_order_and_landmarks"


@pytest.mark.parametrize(("ci", "status", "outcome"), [("true", 1, "1 error"), ("", 0, "1 skipped")])
def test_missing_browser_is_told(tmp_path, ci, status, outcome):
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path), "CI": ci, "SECRET_KEY": "x"}
    environment |= {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}

    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", ONE_TEST],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert result.returncode == status, result.stdout + result.stderr
    assert outcome in result.stdout
    assert "Aucun Chromium, ni dans le PATH, ni installable" in result.stdout
