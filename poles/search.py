"""Search: what a person types, as a query that PostgreSQL runs on the entries of published poles.

The contract is the table of queries in `tests/poles/test_search.py`. Words are read by the SQL functions of migration
0005, the same for texts and queries: no accents, no case, apostrophes and hyphens as spaces, French stems.
"""

import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

LONGEST_QUERY = 200
QUOTES = str.maketrans("“”«»", '""""')
# A phrase or a word, excluded or not.
TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


@dataclass(frozen=True)
class Terms:
    """What is typed: words, exact phrases, and what must not be there."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()
    excluded_phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The poles that answer: those whose name does, then the others; and what was understood."""

    query: str = ""
    """The tsquery that was run, as text; empty when the terms are stop words only: everything answers."""
    ids: Sequence[int] = ()
    ids_by_title: Sequence[int] = ()
    corrections: dict[str, list[str]] = field(default_factory=dict)
    """Words that no page holds, with the near words taken instead."""

    @property
    def asks_nothing(self) -> bool:
        return not self.query


def parse(text: str) -> Terms:
    """Read a query of at most LONGEST_QUERY characters; what is beyond is left out."""
    found: dict[tuple[bool, bool], list[str]] = {(sign, quoted): [] for sign in (True, False) for quoted in (True, False)}
    for sign, phrase, word in TERM.findall(text[:LONGEST_QUERY].translate(QUOTES)):
        found[bool(sign), bool(phrase)].append(phrase or word)
    return Terms(tuple(found[False, False]), tuple(found[False, True]), tuple(found[True, False]), tuple(found[True, True]))


def find(text: str) -> Found:
    """The published poles that answer `text`.

    Only when none does, each word that no page holds is replaced by those of names and places that differ from it by one
    letter (`Found.corrections`); numbers, short words and names of places that exist are not.
    """
    terms = parse(text)
    found = _run(*_expression(terms))
    if found.asks_nothing or found.ids:
        return found
    near = _near_words(terms.words)
    if not near or not all(near.values()):
        return found
    corrected = _run(*_expression(terms, near))
    corrections = {word: words for word, words in near.items() if words != [word]}
    return Found(corrected.query, corrected.ids, corrected.ids_by_title, corrections) if corrected.ids else found


def _expression(terms: Terms, near: dict[str, list[str]] | None = None) -> tuple[str, list[Any]]:
    """SQL for the tsquery of the terms, with its parameters. All must match; the last word may be cut short.

    `near` gives the words to take for each one typed.
    """
    parts, parameters = [], list[Any]()
    if near:
        for words in near.values():
            parts.append(f"({' || '.join(['public.word_query(%s)'] * len(words))})")
            parameters += words
    elif terms.words:
        every = " && ".join(["public.word_query(%s)"] * len(terms.words))
        parts.append(f"(({every}) || public.beginning_query(%s))")
        parameters += [*terms.words, " ".join(terms.words)]
    for template, values in (
        ("public.phrase_query(%s)", terms.phrases),
        ("!!public.word_query(%s)", terms.excluded_words),
        ("!!public.phrase_query(%s)", terms.excluded_phrases),
    ):
        parts += [template] * len(values)
        parameters += values
    return " && ".join(parts) or "''::pg_catalog.tsquery", parameters


def _run(expression: str, parameters: list[Any]) -> Found:
    """Run the query; keys come as bytes, eight a key: thousands of numbers are read in a tenth of the time of an array."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT query::text,
                (SELECT pg_catalog.string_agg(pg_catalog.int8send(pole_id), '') FROM poles_searchentry
                    WHERE query::text <> '' AND published AND document @@ query),
                (SELECT pg_catalog.string_agg(pg_catalog.int8send(pole_id), '') FROM poles_searchentry
                    WHERE query::text <> '' AND published AND title @@ query)
            FROM (SELECT {expression} AS query OFFSET 0) AS typed
            """,
            parameters,
        )
        query, keys, keys_by_title = cursor.fetchone()
    return Found(query, _keys(keys), _keys(keys_by_title))


def _keys(sent: bytes | None) -> "array[int]":
    keys = array("q", sent or b"")
    if sys.byteorder == "little":  # PostgreSQL sends the other way round
        keys.byteswap()
    return keys


def _near_words(words: Sequence[str]) -> dict[str, list[str]]:
    """For each word typed, itself when a page holds it, else the words of pages that differ from it by one letter."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT typed.word, CASE
                WHEN EXISTS (SELECT FROM poles_searchentry WHERE published AND document @@ public.word_query(typed.word))
                THEN ARRAY[typed.word]
                ELSE ARRAY(
                    SELECT DISTINCT near.word::text FROM poles_searchword AS near
                    WHERE near.variant IN (SELECT public.deletions(typed.word))
                        AND abs(length(near.word) - length(typed.word)) <= 1
                        AND typed.word ~ '^[a-z]{4,}$'
                        AND NOT EXISTS (SELECT FROM poles_collectivity AS place WHERE place.search_key = typed.word)
                        AND EXISTS (
                            SELECT FROM poles_searchentry WHERE published AND document @@ public.word_query(near.word)
                        )
                    ORDER BY near.word::text
                )
                END
            FROM pg_catalog.unnest(pg_catalog.string_to_array(public.bare_words(%s), ' ')) AS typed (word)
            WHERE typed.word <> ''
            """,
            [" ".join(words)],
        )
        return dict(cursor.fetchall())
