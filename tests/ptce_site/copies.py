"""Copies of the project in folders of their own, with their own embedded PostgreSQL."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
COPIED = (
    "manage.py",
    "Makefile",
    "ptce_site",
    "accounts",
    "poles",
    "charter",
    "cell",
    "templates",
    "static",
    "requirements",
    "pyproject.toml",
)
START_SECONDS = 120


class Copy:
    """A copy of the project, run with this Python; what it starts is ended by `end`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / name)
        self.port = free_port()

    def environment(self, **changes: str) -> dict[str, str]:
        """The machine's, less what would point elsewhere."""
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY_FILE"}}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return {**kept, "SECRET_KEY": "s" * 60, "PORT": str(self.port), **changes}

    def manage(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder, env=self.environment(**changes), capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a target of the Makefile with the packages of this Python: nothing is installed."""
        packages = self.folder / ".venv"
        if not packages.exists():
            (packages / "bin").mkdir(parents=True)
            (packages / "bin/python").symlink_to(sys.executable)
            for name in ("pyvenv.cfg", "lib"):
                (packages / name).symlink_to(Path(sys.prefix) / name)
            for name in ("base.txt", "dev.txt"):
                (packages / name).write_text("")
        return subprocess.run(
            ["make", *arguments],
            cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def serve(self) -> subprocess.Popen[str]:
        """Start the server and wait for its first page."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while self.get("/etat/") != 200:
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise AssertionError(process.communicate()[0])
            time.sleep(0.1)
        return process

    def get(self, address: str) -> int:
        """Status of a page; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def refusal(self, address: str) -> tuple[int, str]:
        """Status and page of an answer that is an error."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=10).close()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        raise AssertionError("not refused")

    def processes(self) -> list[psutil.Process]:
        """Every process that works in this folder."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                words = [*process.cmdline(), process.cwd()]
                if process.status() != psutil.STATUS_ZOMBIE and any(str(self.folder) in word for word in words):
                    found.append(process)
        return found

    def kill_everything(self) -> None:
        """As a power cut would."""
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 20
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.1)


@contextlib.contextmanager
def copy_of_the_project(folder: Path) -> Iterator[Copy]:
    """A copy, of which nothing runs on afterwards."""
    copy = Copy(folder)
    try:
        yield copy
    finally:
        copy.kill_everything()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
