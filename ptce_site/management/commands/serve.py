"""make run: prepare, then serve until told to stop."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ptce_site import database
from ptce_site.errors import reason

GRACE_SECONDS = 15
# A worker that died is started again after so long at most, one that dies at once no more often.
WATCH_SECONDS = 5
SERVER = [sys.executable, "-m", "gunicorn", "-c", "python:ptce_site.gunicorn_conf", "ptce_site.wsgi:application"]
WORKER = [sys.executable, "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """One supervisor: the database (when it is the embedded one), then the web server and the worker, stopped together."""

    help = "Prépare la base, puis sert le site sur 127.0.0.1:PORT jusqu'à Ctrl-C."
    requires_system_checks = []  # the checks run in `make quality` and at deployment; this is a start

    def handle(self, *args: Any, **options: Any) -> None:
        port = _port()
        _require_free(port)
        try:
            with database.available():
                self._serve(port)
        except database.DatabaseUnavailable as error:
            raise CommandError(str(error)) from error

    def _serve(self, port: int) -> None:
        self._say(f"Base de données : {'PostgreSQL fourni, dans .postgres/' if database.is_embedded() else 'DATABASE_URL'}")
        call_command("prepare", stdout=self.stdout)
        connection.close()
        if not settings.EMAIL_URL:
            self._say(f"Courriels : gardés dans {settings.MAIL_FOLDER} (EMAIL_URL pour les envoyer)")
        self._say(f"Annuaire ouvert sur http://127.0.0.1:{port} (Ctrl-C pour arrêter)")
        sys.exit(_supervise(port))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _port() -> int:
    value = os.environ.get("PORT", "8000")
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= 65535:
        raise CommandError(f"PORT={value} : ce n'est pas un numéro de port (1 à 65535).")
    return int(value)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"le port {port} n'est pas libre ({reason(error)}) : choisissez-en un autre avec PORT=…"
            ) from error


def _supervise(port: int) -> int:
    """Run gunicorn and the worker until gunicorn ends or a signal says to stop; answer gunicorn's exit status."""
    server = _start(SERVER, port)
    worker = _start(WORKER, port)
    is_stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_stopping
        is_stopping = True
        for process in (server, worker):
            process.terminate()
        signal.alarm(GRACE_SECONDS)

    def kill(number: int, frame: FrameType | None) -> None:
        for process in (server, worker):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    signal.signal(signal.SIGALRM, kill)
    for number in STOP_SIGNALS:
        signal.signal(number, stop)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = server.wait(timeout=WATCH_SECONDS)
            break
        if worker.poll() is not None and not is_stopping:
            worker = _start(WORKER, port)
    worker.terminate()
    signal.alarm(GRACE_SECONDS)
    worker.wait()
    signal.alarm(0)
    return 0 if status in (0, -signal.SIGTERM, -signal.SIGKILL) else 1


def _start(command: list[str], port: int) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches the supervisor only, which stops all in order."""
    environment = {**os.environ, "PORT": str(port)}
    return subprocess.Popen(command, cwd=Path(settings.BASE_DIR), env=environment, start_new_session=True)
