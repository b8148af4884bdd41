"""Names so close that they may be of the same pole."""

from difflib import SequenceMatcher

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
    words, other_words = telling(one), telling(other)
    few, many = sorted((set(words), set(other_words)), key=len)
    if len(few) >= 2 and few <= many:
        return True
    return SequenceMatcher(None, "".join(words), "".join(other_words)).ratio() >= CLOSE_ENOUGH


def telling(name: str) -> list[str]:
    """The words of a normalised name that say which pole it is; all of them when none does."""
    words = name.split()
    return [word for word in words if word not in GENERIC] or words
