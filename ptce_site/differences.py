"""What changes between two texts, word by word."""

import difflib
import re

LONGEST = 20_000
# Below, words in common are but chance: the two mixed would be unreadable.
LEAST_ALIKE = 0.6
WORD = re.compile(r"\s+|[^\s]+")


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The pieces of both texts in order, each "same", "gone" or "new"; texts too long, or too unlike, are whole pieces."""
    if len(before) + len(after) > LONGEST:
        return [("gone", before), ("new", after)] if before != after else [("same", before)]
    one, other = WORD.findall(before), WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if before and after and matcher.ratio() < LEAST_ALIKE:
        return [("gone", before), ("new", after)]
    pieces = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        gone, new = "".join(one[start:end]), "".join(other[other_start:other_end])
        if kind == "equal":
            pieces.append(("same", gone))
        else:
            pieces += [piece for piece in (("gone", gone), ("new", new)) if piece[1]]
    return pieces
