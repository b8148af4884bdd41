"""Which PostgreSQL the site uses, and whether it can be used."""

import contextlib
from collections.abc import Iterator, Sequence

from ptce_site import embedded
from ptce_site.environment import secret
from ptce_site.errors import DatabaseUnavailable

__all__ = ["DatabaseUnavailable", "available", "is_embedded", "is_needed_by", "require", "url"]

OLDEST_MAJOR = 14
CONNECT_TIMEOUT = 5
# `serve` holds the database itself, once it knows that it can serve.
COMMANDS_WITHOUT_DATABASE = {"collectstatic", "compilemessages", "makemessages", "help", "version", "--help", "serve"}


def url() -> str:
    """`DATABASE_URL` (or the content of `DATABASE_URL_FILE`), else the embedded server's address."""
    return secret("DATABASE_URL") or embedded.url()


def is_embedded() -> bool:
    """Whether the database is the one of `.postgres/`."""
    return not secret("DATABASE_URL")


def is_needed_by(arguments: Sequence[str]) -> bool:
    """Whether a management command, given with its arguments, uses the database."""
    return bool(arguments) and arguments[0] not in COMMANDS_WITHOUT_DATABASE


# What libpq says, and in French.
REASONS = {
    "password authentication failed": "Le mot de passe est refusé.",
    "no password supplied": "Il manque un mot de passe.",
    "does not exist": "Cette base ou ce compte n'existe pas.",
    "resolve host": "Cette machine est inconnue.",
    "translate host name": "Cette machine est inconnue.",
    "Connection refused": "La connexion est refusée.",
    "timeout": "Rien ne répond à temps.",
}


def _in_french(message: str) -> str:
    return next((words for sign, words in REASONS.items() if sign in message), message)


@contextlib.contextmanager
def available() -> Iterator[None]:
    """Hold a usable database for the time of the block. Raises DatabaseUnavailable."""
    with embedded.running() if is_embedded() else contextlib.nullcontext():
        require()
        yield


def require() -> None:
    """Check that the database answers and is recent enough.

    Raises DatabaseUnavailable.
    """
    import psycopg

    try:
        with psycopg.connect(url(), connect_timeout=CONNECT_TIMEOUT) as connection:
            major = connection.info.server_version // 10000
    except psycopg.Error as error:
        reason = _in_french((str(error).strip().splitlines() or ["raison inconnue"])[0])
        raise DatabaseUnavailable(f"DATABASE_URL : la base ne répond pas. {reason}") from error
    if major < OLDEST_MAJOR:
        raise DatabaseUnavailable(f"DATABASE_URL : PostgreSQL {major} est trop ancien, il faut {OLDEST_MAJOR} ou plus récent.")
