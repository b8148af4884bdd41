"""Names so close that they may be of the same pole."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

CLOSE_ENOUGH = 0.85
# Words that say nothing of which pole it is.
GENERIC = frozenset(
    """
    ptce pole poles territorial territoriale territoriaux cooperation economique association scic scop reseau
    a au aux d de des du en et l la le les pour sur un une
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)


def are_close(one: str, other: str) -> bool:
    """Whether two normalised names are the same but for generic words, spaces, a few letters, or words left out."""
    words, other_words = _told(one), _told(other)
    few, many = sorted((words.apart, other_words.apart), key=len)
    if len(few) >= 2 and few <= many:
        return True
    # Two bounds of the likeness, of which each costs less than what comes after: lengths, then letters whatever their order.
    length = len(words.together) + len(other_words.together)
    shared = 2 * min(len(words.together), len(other_words.together))
    if shared < CLOSE_ENOUGH * length or 2 * (words.letters & other_words.letters).total() < CLOSE_ENOUGH * length:
        return False
    return SequenceMatcher(None, words.together, other_words.together).ratio() >= CLOSE_ENOUGH


@dataclass(frozen=True)
class _Told:
    """The telling words of a name: each, all of them without spaces, and how many of each letter."""

    apart: frozenset[str]
    together: str
    letters: Counter[str]


@lru_cache(maxsize=2**15)
def _told(name: str) -> _Told:
    words = telling(name)
    return _Told(frozenset(words), "".join(words), Counter("".join(words)))


def telling(name: str) -> list[str]:
    """The words of a normalised name that say which pole it is; all of them when none does."""
    words = name.split()
    return [word for word in words if word not in GENERIC] or words
