"""Backup and restore of the whole database, with the PostgreSQL programs that come with the Python packages."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from ptce_site import database, embedded
from ptce_site.errors import reason

# Written by pg_dump 17 and later, unknown to older servers.
UNKNOWN_TO_OLDER_SERVERS = b"SET transaction_timeout = 0;"
# The number of the content comes back with the dump: without this, a stamp already served would come back with it.
NEW_EPOCH = b"""
DO $$ BEGIN
    IF pg_catalog.to_regclass('public.ptce_site_contentversion') IS NOT NULL THEN
        UPDATE public.ptce_site_contentversion SET epoch = pg_catalog.gen_random_uuid();
    END IF;
END $$;
"""
# What the header of a dump holds, at most: only there is a line left out.
HEADER_LINES = 60


class DumpFailed(Exception):  # noqa: N818 (what is wrong is its name)
    """The backup or the restore did not happen; nothing was changed. The message says why."""


def backup(file: Path) -> None:
    """Write the whole database to `file`, readable by its owner only. An older file of that name is replaced at the end.

    Raises DumpFailed.
    """
    if not file.name or file.is_dir():
        raise DumpFailed(f"{file} : c'est un dossier, il faut un nom de fichier.")
    if not connection.introspection.table_names():
        raise DumpFailed("la base est vide, il n'y a rien à sauvegarder : lancez d'abord make run.")
    unfinished = file.with_name(f"{file.name}.part")
    command = [embedded.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
    command += ["--schema=public", "--extension=*"]
    try:
        with open(unfinished, "wb", opener=_private) as output:
            _run([*command, f"--dbname={_target()}"], stdout=output)
        unfinished.replace(file)
    except OSError as error:
        raise DumpFailed(f"{file} : ne peut pas être écrit ({reason(error)}).") from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def restore(file: Path, *, replace: bool) -> None:
    """Put the content of `file` in the database, in one transaction: all or nothing.

    Refused when the database holds tables, unless `replace` says to drop them. Raises DumpFailed.
    """
    if not file.is_file():
        raise DumpFailed(f"{file} : ce fichier n'existe pas.")
    if not replace and connection.introspection.table_names():
        raise DumpFailed("la base n'est pas vide : ajoutez REPLACE=1 pour la remplacer par la sauvegarde.")
    connection.close()
    # No start-up file of the person's own; one transaction, stopped by the first error.
    psql = [embedded.program("psql"), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", f"--dbname={_target()}"]
    reader = [embedded.program("pg_restore"), "--file=-", "--no-owner", "--no-privileges", str(file)]
    with (
        _started(reader, stdout=subprocess.PIPE) as script,
        _started(psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as target,
    ):
        whole = _feed(script, target)
        if target.wait() != 0 and whole:
            raise DumpFailed(f"la restauration a échoué, rien n'a été changé. {_reason(target)}")
        if not whole:
            raise DumpFailed(f"{file} : ce n'est pas une sauvegarde entière, rien n'a été changé. {_reason(script)}")


def _feed(script: subprocess.Popen[bytes], target: subprocess.Popen[bytes]) -> bool:
    """Send the dump to psql; whether it was whole. One cut short is never committed: psql is killed first."""
    source, sink = script.stdout, target.stdin
    if source is None or sink is None:
        raise ValueError("both processes need pipes")
    try:
        sink.write(b"DROP SCHEMA IF EXISTS public CASCADE;\n")
        _copy(source, sink)
        if script.wait() != 0:
            target.kill()
            with contextlib.suppress(BrokenPipeError):
                sink.close()
            return False
        sink.write(NEW_EPOCH)
        sink.close()
    except BrokenPipeError:  # psql met an error and left: the dump is not to blame
        script.kill()
    return True


def _copy(script: IO[bytes], target: IO[bytes]) -> None:
    for number, line in enumerate(script):
        if number < HEADER_LINES and line.strip() == UNKNOWN_TO_OLDER_SERVERS:
            continue
        target.write(line)


@contextlib.contextmanager
def _started(command: list[str], **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=_environment(), **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe and not pipe.closed:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()


def _run(command: list[str], stdout: IO[bytes]) -> None:
    result = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=_environment(), check=False)
    if result.returncode != 0:
        raise DumpFailed(f"la sauvegarde a échoué. {_reason(result)}")


def _target() -> str:
    """The address of the database, less its password: other users of the machine can read a command line."""
    return make_conninfo(database.url(), password=None)


def _environment() -> dict[str, str]:
    """The environment of the programs, where the password goes."""
    password = str(settings.DATABASES["default"].get("PASSWORD") or "")
    return {**os.environ, "PGCONNECT_TIMEOUT": str(database.CONNECT_TIMEOUT), **({"PGPASSWORD": password} if password else {})}


def _reason(process: subprocess.Popen[bytes] | subprocess.CompletedProcess[bytes]) -> str:
    """The line where the process says what stopped it, else the first one of its complaint."""
    message = process.stderr if isinstance(process.stderr, bytes) else process.stderr.read() if process.stderr else b""
    lines = [line.strip() for line in message.decode(errors="replace").splitlines()]
    faults = [line for line in lines if "error:" in line.lower() or "fatal:" in line.lower()]
    return next(iter([*faults, *(line for line in lines if "NOTICE" not in line)]), "")
