"""The sides of a benchmark, each a server of its own on 127.0.0.1, and the database they stand on."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
WORKERS = "2"


@contextlib.contextmanager
def database_of(size: int) -> Iterator[str]:
    """The site's settings on a database of this size, made when it is not there; its address. Models may then be loaded."""
    from ptce_site import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ptce_site.settings")
    if not os.environ.get("SECRET_KEY_FILE"):
        os.environ.setdefault("SECRET_KEY", "b" * 60)
    with embedded.running() if not os.environ.get("DATABASE_URL") else contextlib.nullcontext():
        make_database(f"bench_{size}")
        os.environ["DATABASE_URL"] = database_url(f"bench_{size}")
        yield os.environ["DATABASE_URL"]


def database_url(name: str) -> str:
    """The address of another database of the same server."""
    from ptce_site import database

    parts = urlsplit(database.url())
    return urlunsplit(parts._replace(path=f"/{name}"))


def make_database(name: str) -> None:
    """Make the database if it is not there."""
    from ptce_site import database

    with psycopg.connect(database.url(), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(command: list[str], port: int, address: str, **environment: str) -> Iterator[int]:
    """Run a server until the end of the block; wait for it to answer `address`."""
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            _wait(process, port, address)
            yield port
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", address)
            if connection.getresponse().status == http.client.OK:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"{process.args}: {process.stderr.read().decode()[-2000:] if process.stderr else ''}")


def gunicorn(application: str, port: int) -> list[str]:
    """Threads and kept connections, as the site is served."""
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", WORKERS, "--threads", "4"]
    return [*command, "--worker-class", "gthread", "--keep-alive", "30", "--log-level", "error", application]


@contextlib.contextmanager
def site(url: str) -> Iterator[int]:
    port = free_port()
    with serving(gunicorn("ptce_site.wsgi:application", port), port, "/poles/", DATABASE_URL=url) as running:
        yield running


@contextlib.contextmanager
def textbook(url: str) -> Iterator[int]:
    port = free_port()
    command = gunicorn("benchmarks.textbook.wsgi:application", port)
    settings = "benchmarks.textbook.settings"
    with serving(command, port, "/poles/", DATABASE_URL=url, DJANGO_SETTINGS_MODULE=settings, PYTHONPATH=str(ROOT)) as running:
        yield running


@contextlib.contextmanager
def constant() -> Iterator[int]:
    port = free_port()
    with serving(gunicorn("benchmarks.constant:application", port), port, "/", PYTHONPATH=str(ROOT)) as running:
        yield running


def datasette_program() -> str | None:
    """The program of the benchmark's own environment, else the one of the PATH."""
    own = ROOT / "benchmarks" / ".venv" / "bin" / "datasette"
    return str(own) if own.exists() else shutil.which("datasette")


@contextlib.contextmanager
def datasette(program: str, file: Path) -> Iterator[int]:
    port = free_port()
    command = [program, "serve", str(file), "--host", "127.0.0.1", "--port", str(port)]
    for name, value in (("default_page_size", 24), ("facet_time_limit_ms", 60_000), ("sql_time_limit_ms", 60_000)):
        command += ["--setting", name, str(value)]
    with serving([*command, "--setting", "default_facet_size", "150"], port, f"/{file.stem}/poles") as running:
        yield running
