"""Words kept in memory find what the search finds, among the 49 real poles."""

import itertools

import pytest
from django.db import connection
from django.http import QueryDict

from poles import frequent_words, pole_index, search
from poles.directory import Selection
from poles.filters import PoleFilter

pytestmark = pytest.mark.django_db
LEAST = 40
"""Words that the statistics of the real poles hold, at least."""


@pytest.fixture
def index(real, kept_index, monkeypatch):
    """The index, with the words that one pole in ten holds."""
    monkeypatch.setattr(frequent_words, "LEAST_POLES", 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE poles_searchentry")
    pole_index.forget()
    return pole_index.current(("", 1))


def same(index, text):
    """Whether what is kept finds, names and asks the same as the search."""
    kept, found = index.frequent_words.find(text), search.find(text)
    if kept is None:
        return not found.ids or bool(found.corrections)  # no pole holds all the words typed
    places = [place["code"] for place in found.named]
    return (
        kept.sets(index.set_of) == found.sets(index.set_of)
        and (kept.query, [place["code"] for place in kept.named]) == (found.query, places)
    )  # fmt: skip


def test_each_word_finds_what_the_search_finds(index):
    words = index.frequent_words.words

    assert len(words) >= LEAST
    assert [word for word in words if not same(index, word)] == []


def test_several_words_find_what_the_search_finds(index):
    words = sorted(index.frequent_words.words)
    several = [
        *itertools.pairwise(words),
        *itertools.pairwise(reversed(words)),
        *zip(words, words[7:], words[3:], strict=False),
    ]

    assert [typed for typed in several if not same(index, " ".join(typed))] == []


@pytest.mark.parametrize("typed", ["É{}", "{} {}"])
def test_words_are_known_as_they_are_typed(index, typed):
    """In capitals, with accents, twice."""
    word = "economie"
    assert word in index.frequent_words.words
    text = typed.format(word[1:]) if typed.startswith("É") else typed.format(word.upper(), word)

    assert index.frequent_words.find(text) is not None
    assert same(index, text)


@pytest.mark.parametrize(
    "text", ['"economie"', "economie -culture", "l’economie", "economie, locale", "pole", "tous", "", "xyzzy"]
)
def test_what_is_more_than_kept_words_is_searched(index, text):
    assert index.frequent_words.find(text) is None


def test_list_is_the_same(index, monkeypatch):
    """With words kept and without: total, order, facets, places named."""

    def seen():
        pole_index.forget()
        pole_filter = PoleFilter(QueryDict("q=economie&forme=association"), pole_index.current(("", 1)))
        selection = Selection(pole_filter, pole_filter.index)
        plain = list(pole_filter.ordered.values_list("pk", flat=True))
        return selection.total, selection.keys(0, 30), plain, selection.facets, selection.offers, type(pole_filter.found)

    kept = seen()
    monkeypatch.setattr(frequent_words, "LEAST_POLES", 1_000)
    searched = seen()

    assert kept[:-1] == searched[:-1]
    assert (kept[-1], searched[-1]) == (frequent_words.Answer, search.Found)
    assert kept[1] == kept[2]


def test_small_directory_keeps_none(real, kept_index):
    pole_index.forget()

    assert pole_index.current(("", 1)).frequent_words.words == {}
