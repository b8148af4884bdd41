"""The benchmark in short: every side answers, every total is that of the plain queryset. Times are not judged here."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = "60"


def test_every_side_answers_and_every_total_is_right():
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    result = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--size", SIZE],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout + result.stderr
    assert "les réponses sont justes" in result.stdout
