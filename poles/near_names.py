"""Names so close that they may be of the same pole."""

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

CLOSE_ENOUGH = 0.85
ROUNDING = 1e-9
# Words that say nothing of which pole it is.
GENERIC = frozenset(
    """
    ptce pole poles territorial territoriale territoriaux cooperation economique association scic scop reseau
    a au aux d de des du en et l la le les pour sur un une
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)


def are_close(one: str, other: str) -> bool:
    """Whether two normalised names are the same but for generic words, spaces, a few letters, or words left out."""
    return _close(_told(one), _told(other))


def close_among(name: str, others: Mapping[int, str]) -> int | None:
    """The key of the first of the normalised names `others` that is close to `name`."""
    told = _told(name)
    return next((key for key, other in others.items() if _close(told, _told(other))), None)


class _Told(NamedTuple):
    """The telling words of a name: each, all of them without spaces, which letters they have, and how many of each."""

    apart: frozenset[str]
    together: str
    size: int
    alphabet: int
    """A bit a letter; letters may share one."""
    letters: Counter[str]


@lru_cache(maxsize=2**17)
def _told(name: str) -> _Told:
    words = telling(name)
    together = "".join(words)
    alphabet = sum(1 << bit for bit in {ord(letter) % 128 for letter in together})
    return _Told(frozenset(words), together, len(together), alphabet, Counter(together))


def _close(one: _Told, other: _Told) -> bool:
    few, many = (one.apart, other.apart) if len(one.apart) <= len(other.apart) else (other.apart, one.apart)
    if len(few) >= 2 and few <= many:
        return True
    # Three bounds of the likeness, of which each costs less than what comes after: lengths, letters that one alone has,
    # letters whatever their order.
    length = one.size + other.size
    if 2 * min(one.size, other.size) < CLOSE_ENOUGH * length:
        return False
    if (one.alphabet ^ other.alphabet).bit_count() > (1 - CLOSE_ENOUGH) * length + ROUNDING:
        return False
    if 2 * (one.letters & other.letters).total() < CLOSE_ENOUGH * length:
        return False
    return SequenceMatcher(None, one.together, other.together).ratio() >= CLOSE_ENOUGH


def telling(name: str) -> list[str]:
    """The words of a normalised name that say which pole it is; all of them when none does."""
    words = name.split()
    return [word for word in words if word not in GENERIC] or words
