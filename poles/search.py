"""Search: what a person types, as a query that PostgreSQL runs on the entries of published poles.

The contract is the table of queries in `tests/poles/test_search.py`. Words are read by the SQL functions of migrations
0005 and 0010, the same for texts and queries: no accents, no case, apostrophes and hyphens as spaces, French stems.
"""

import json
import re
import sys
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

LONGEST_QUERY = 200
LONGEST_ARTICLE = 3
QUOTES = str.maketrans("“”«»", '""""')
# A phrase or a word, excluded or not.
TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
# « ptce n° 42 » is the public code; « PTCE 2016 » may be a name.
SHORT_CODE = re.compile(r"\bptce[\s\-–]*(?:n\s*[°º]?\s*)?(\d{1,3})(?!\d)", re.IGNORECASE)
# Words of asking: left out when nothing answers with them.
# fmt: off
ASKING = frozenset([
    "tous", "toutes", "tout", "toute", "liste", "annuaire", "carte", "quel", "quels", "quelle", "quelles",
    "cherche", "chercher", "recherche", "rechercher", "trouver", "trouve", "voir", "voudrais", "existe", "est",
    "pres", "proche", "proches", "autour", "alentours", "environs", "departement", "departements", "dept", "dpt",
    "region", "regions", "commune", "ville",
])
# fmt: on
# What every pole is.
GENERIC = frozenset({"ptce", "ptces", "pole", "poles"})


@dataclass(frozen=True)
class Terms:
    """What is typed: words, exact phrases, and what must not be there."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()
    excluded_phrases: tuple[str, ...] = ()

    @property
    def words_but_asking(self) -> tuple[str, ...]:
        """The words, less those that only ask."""
        return tuple(word for word in self.words if plain(word) not in ASKING)


@dataclass(frozen=True)
class Found:
    """The poles that answer: those whose name does, then the others; and what was understood."""

    query: str = ""
    """The tsquery that was run, as text; empty when the terms are stop words only: everything answers."""
    holding: Sequence[str] = ()
    lacking: Sequence[str] = ()
    """SQL patterns of the exact phrases that the text must be like, or not."""
    ids: Sequence[int] = ()
    ids_by_title: Sequence[int] = ()
    left_out: tuple[str, ...] = ()
    """Words of asking, left out because nothing answers with them."""
    corrections: dict[str, list[str]] = field(default_factory=dict)
    """Words that no page holds, with the near words taken instead; none for a short one that is left out."""
    offered: dict[str, list[str]] = field(default_factory=dict)
    """When nothing is found: words that no page holds, with less near ones with which something is."""

    named: Sequence[Mapping[str, Any]] = ()
    """The places whose names are typed: rows of `public.named_places`."""

    @property
    def asks_nothing(self) -> bool:
        return not self.query

    def sets(self, set_of: Callable[[Iterable[int]], int]) -> tuple[int, int]:
        """The poles that answer, and those whose name does, as the sets that `set_of` makes of keys."""
        return set_of(self.ids), set_of(self.ids_by_title)


def parse(text: str) -> Terms:
    """Read a query of at most LONGEST_QUERY characters; what is beyond is left out."""
    found: dict[tuple[bool, bool], list[str]] = {(sign, quoted): [] for sign in (True, False) for quoted in (True, False)}
    typed = SHORT_CODE.sub(lambda code: f"PTCE-{int(code[1]):04}", text[:LONGEST_QUERY].translate(QUOTES))
    for sign, phrase, word in TERM.findall(typed):
        if any(character.isalnum() for character in phrase or word):  # `""` asks nothing
            found[bool(sign), bool(phrase)].append(phrase or word)
    return Terms(tuple(found[False, False]), tuple(found[False, True]), tuple(found[True, False]), tuple(found[True, True]))


def find(text: str) -> Found:
    """The published poles that answer `text`.

    Only when none does, words of asking are left out, then each word that no page holds is replaced by those of names and
    places that differ from it by one letter (`Found.corrections`); numbers, short words and names of places that exist
    are not.
    """
    terms = parse(text)
    fewer = terms.words_but_asking
    words = fewer if all(plain(word) in GENERIC or len(word) <= LONGEST_ARTICLE for word in fewer) else terms.words
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked, holding, lacking, poles, titled, without_asking, near, offered,"
            " (SELECT pg_catalog.json_agg(place) FROM public.named_places(%s::text) AS place)"
            " FROM public.search_poles(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])",
            [text[:LONGEST_QUERY], *map(list, (words, fewer, terms.phrases, terms.excluded_words, terms.excluded_phrases))],
        )
        asked, holding, lacking, poles, titled, without_asking, near, offered, named = cursor.fetchone()
    return Found(
        query=asked, holding=holding, lacking=lacking, ids=keys(poles), ids_by_title=keys(titled),
        left_out=tuple(word for word in terms.words if word not in fewer) if without_asking else (),
        corrections=_changes(near), offered=_changes(offered), named=named or (),
    )  # fmt: skip


def plain(word: str) -> str:
    """Lower case, without accents."""
    return unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()


def _changes(near: str | None) -> dict[str, list[str]]:
    return {word: words for word, words in json.loads(near or "{}").items() if words != [word]}


def keys(sent: bytes | None) -> "array[int]":
    """The keys that a function of search sends, eight bytes each; none when it sends none."""
    read = array("q", sent or b"")
    if sys.byteorder == "little":  # PostgreSQL sends the other way round
        read.byteswap()
    return read
