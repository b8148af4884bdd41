"""Words that many poles hold, kept in memory with the poles that answer them: docs/decisions/0025.

Reading the thousands of entries that hold one is the longest part of a search, and each entry is read again for each search.
Which words these are, PostgreSQL says: its statistics keep the most common ones. Words that are not kept, and all that is more
than words (phrases, exclusions, words of asking), are searched by `poles.search.find`, and always on a small directory.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from django.db import connection

from poles import search
from poles.models import SearchEntry

LEAST_POLES, MOST_POLES = 1_000, 50_000
LEAST_SHARE = 0.1
MOST_WORDS = 100

COMMON = """
SELECT word FROM pg_catalog.pg_stats, ROWS FROM (
    pg_catalog.unnest(most_common_elems::text::text[]), pg_catalog.unnest(most_common_elem_freqs)
) AS common (word, share)
WHERE schemaname = 'public' AND tablename = %s AND attname = 'document' AND share >= %s AND word ~ '^[a-z][a-z0-9]{2,}$'
ORDER BY share DESC, word LIMIT %s
"""
ANSWERS = """
SELECT common.word, asked.query::text, public.poles_answering(asked.query, '{}', '{}'), public.poles_titled(asked.query),
    (SELECT pg_catalog.json_agg(place) FROM public.named_places(common.word) AS place)
FROM pg_catalog.unnest(%s::text[]) WITH ORDINALITY AS common (word, rank),
    LATERAL (VALUES (1, public.word_query(common.word)), (2, public.beginning_query(common.word))) AS asked (way, query)
WHERE asked.query::text <> ''
ORDER BY common.rank, asked.way
"""
TOGETHER = """
SELECT public.all_words_query(words)::text, public.poles_answering(public.joined_query(words), '{}', '{}'),
    public.poles_titled(public.joined_query(words)),
    (SELECT pg_catalog.json_agg(place) FROM public.named_places(pg_catalog.array_to_string(words, ' ')) AS place)
FROM (VALUES (%s::text[])) AS typed (words)
"""


@dataclass(frozen=True)
class Answer(search.Found):
    """What a search finds, as sets of the index instead of keys."""

    poles: int = 0
    titled: int = 0

    def sets(self, set_of: Callable[[Iterable[int]], int]) -> tuple[int, int]:
        """Those that it has, whatever `set_of`."""
        return self.poles, self.titled


@dataclass(frozen=True)
class FrequentWord:
    """What is found by a word, and when it is the last one typed, which may be cut short."""

    whole: Answer
    last: Answer


class FrequentWords:
    """Those of today among `count` poles, read when words are first searched; none when poles are few, or so many that reading
    them would take more than a second.

    `set_of` makes a set of the index of keys of poles.
    """

    def __init__(self, count: int, set_of: Callable[[Iterable[int]], int]) -> None:
        self._count = count
        self._set_of = set_of

    @cached_property
    def words(self) -> Mapping[str, FrequentWord]:
        """By the word, as one types it in lower case without accents."""
        return self._read() if LEAST_POLES <= self._count <= MOST_POLES else {}

    def find(self, text: str) -> Answer | None:
        """The poles that hold all the words typed; None when one is not kept, none holds all, or more than words is typed."""
        terms = search.parse(text)
        if not terms.words or terms != search.Terms(terms.words):
            return None
        kept = [word for word in map(self._kept, terms.words) if word]
        if len(kept) < len(terms.words):
            return None
        *others, last = kept
        answer = self._together(terms.words, [*(word.whole for word in others), last.last]) if others else last.last
        return answer if answer.poles else None

    def _kept(self, word: str) -> FrequentWord | None:
        key = search.plain(word)
        return self.words.get(key) if len(key) == len(word) else None  # « l’emploi » is two words, « œuvre » has no such letter

    def _together(self, words: tuple[str, ...], every: list[Answer]) -> Answer:
        """Those that hold every word, and those that hold them written as one."""
        with connection.cursor() as cursor:
            cursor.execute(TOGETHER, [list(words)])
            query, joined, titled, named = cursor.fetchone()
        return Answer(
            query=query,
            poles=reduce(and_, (one.poles for one in every)) | self._set_of(search.keys(joined)),
            titled=reduce(and_, (one.titled for one in every)) | self._set_of(search.keys(titled)),
            named=named or (),
        )

    def _read(self) -> dict[str, FrequentWord]:
        answers: dict[str, list[Answer]] = {}
        with connection.cursor() as cursor:
            cursor.execute(COMMON, [SearchEntry._meta.db_table, LEAST_SHARE, MOST_WORDS])
            common = [word for (word,) in cursor.fetchall() if word not in search.ASKING | search.GENERIC]
            cursor.execute(ANSWERS, [common])
            for word, query, *sent, named in cursor.fetchall():
                poles, titled = (self._set_of(search.keys(some)) for some in sent)
                answers.setdefault(word, []).append(Answer(query=query, poles=poles, titled=titled, named=named or ()))
        return {word: FrequentWord(*ways) for word, ways in answers.items()}
