"""Names compared as the database compares them."""

import functools
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection

# Between two sources of one thing.
AND = " ; "
COMPARABLE_NAME_NEEDED = "Le nom doit contenir une lettre latine ou un chiffre."


@functools.lru_cache(maxsize=50_000)
def normalized(text: str) -> str:
    """Lower case, no accents, every run of other characters a single space: the database's own function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.normalized(%s)", [text])
        result: str = cursor.fetchone()[0]
    return result


def normalized_each(texts: Sequence[str]) -> list[str]:
    """The same of many texts, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.normalized(text) FROM pg_catalog.unnest(%s::text[])"
            " WITH ORDINALITY AS each (text, number) ORDER BY number",
            [list(texts)],
        )
        return [row[0] for row in cursor.fetchall()]


def require_comparable(name: str) -> None:
    """Raise ValidationError for a name of which nothing is left once normalised: it would equal any other such."""
    if name and not normalized(name):
        raise ValidationError({"name": COMPARABLE_NAME_NEEDED})
