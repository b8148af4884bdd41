"""What is made of the content and kept by a process until the content changes, or the day."""

import contextlib
import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from django.db import connection

from ptce_site.clock import today

_anew = contextvars.ContextVar("anew", default=False)


@contextlib.contextmanager
def anew() -> Iterator[None]:
    """In the block, everything is made again for whoever reads it, and nothing kept: in a transaction that is taken back."""
    before = _anew.set(True)
    try:
        yield
    finally:
        _anew.reset(before)


def read_moment() -> tuple[str, int]:
    """Epoch and number of the content version, as the transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch::text, version FROM ptce_site_contentversion")
        row: tuple[str, int] | None = cursor.fetchone()
    return row or ("", 1)


def is_anew() -> bool:
    """Whether this is such a block."""
    return _anew.get()


class Dated(Protocol):
    """Something made of the content at a moment."""

    @property
    def moment(self) -> tuple[str, int, str]:
        """Epoch and number of the content version, and the day."""


Made = TypeVar("Made", bound=Dated)


class Remembered(Generic[Made]):
    """The latest thing that `make` made, made again when a reader has seen a newer content, or another day has come."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._latest: list[Made] = []
        self._made_at = 0.0

    def current(self, moment: tuple[str, int]) -> Made:
        """The one of the content version read (epoch, number), or of a later one."""
        if _anew.get():
            return self._make()
        with self._lock:
            if not (self._latest and self.holds(self._latest[0], moment)):
                self._remember()
            return self._latest[0]

    def lately(self, seconds: float) -> Made:
        """The latest one, made again when it is older than so many seconds: where no content version is read."""
        if _anew.get():
            return self._make()
        with self._lock:
            if not self._latest or time.monotonic() - self._made_at > seconds:
                self._remember()
            return self._latest[0]

    @property
    def known(self) -> Made | None:
        """The latest one, whatever its age; None before the first."""
        return next(iter(self._latest), None)

    def _remember(self) -> None:
        self._latest[:] = [self._make()]
        self._made_at = time.monotonic()

    def forget(self) -> None:
        """Make the next one anew."""
        with self._lock:
            self._latest.clear()

    def holds(self, made: Made, moment: tuple[str, int]) -> bool:
        """Whether what was made is of this content version or a later one, and of today."""
        epoch, number, day = made.moment
        return epoch == moment[0] and number >= moment[1] and day == today().isoformat()
