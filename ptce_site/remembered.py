"""What is made of the content and kept by a process until the content changes, or the day."""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from ptce_site.clock import today


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

    def current(self, moment: tuple[str, int]) -> Made:
        """The one of the content version read (epoch, number), or of a later one."""
        with self._lock:
            if not (self._latest and self.holds(self._latest[0], moment)):
                self._latest[:] = [self._make()]
            return self._latest[0]

    def forget(self) -> None:
        """Make the next one anew."""
        with self._lock:
            self._latest.clear()

    def holds(self, made: Made, moment: tuple[str, int]) -> bool:
        """Whether what was made is of this content version or a later one, and of today."""
        epoch, number, day = made.moment
        return epoch == moment[0] and number >= moment[1] and day == today().isoformat()
