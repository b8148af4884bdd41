"""Names compared as the database compares them."""

import functools

from django.db import connection


@functools.lru_cache(maxsize=50_000)
def normalized(text: str) -> str:
    """Lower case, no accents, every run of other characters a single space: the database's own function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.normalized(%s)", [text])
        result: str = cursor.fetchone()[0]
    return result
