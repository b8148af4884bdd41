"""Markdown, dates, addresses, names: small texts that pages and imports stand on."""

import datetime

import pytest
from psycopg.types.range import DateRange

from poles.elision import of
from poles.models import NetworkFact, Recognition
from poles.services.files import BrokenFile, read_table
from poles.services.slugs import organisation_slug, pole_slug
from poles.templatetags.french import amount, day, when
from poles.templatetags.poles import bare_address, reference
from poles.text import normalized
from ptce_site.markdown import sanitised_html
from tests import factories

DAY = datetime.date


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Un *mot*", "<p>Un <em>mot</em></p>\n"),
        ("# Titre", "<h3>Titre</h3>\n"),
        ("##### Un\n###### Deux", "<h3>Un</h3>\n<h4>Deux</h4>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="nofollow noopener">x</a></p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b onclick=x>", "<p>&lt;b onclick=x&gt;</p>\n"),
        ("![x](https://example.org/x.png)", "<p></p>\n"),
        ("", ""),
    ],
)
def test_markdown_does_no_harm(typed, html):
    assert sanitised_html(typed) == html


@pytest.mark.parametrize(
    ("date", "precision", "words"),
    [
        (DAY(2014, 1, 10), "day", "10 janvier 2014"),
        (DAY(2014, 3, 1), "day", "1er mars 2014"),
        (DAY(2014, 8, 1), "month", "août 2014"),
        (DAY(2014, 1, 1), "year", "2014"),
        (None, "day", ""),
    ],
)
def test_day_is_written_as_precisely_as_it_is_known(date, precision, words):
    assert day(date, precision) == words


@pytest.mark.parametrize(
    ("start", "end", "precisions", "words"),
    [
        (DAY(2014, 1, 10), None, ("day", "unknown"), "10 janvier 2014"),
        (DAY(2014, 1, 10), None, ("day", "open"), "depuis le 10 janvier 2014"),
        (DAY(2021, 1, 1), None, ("year", "open"), "depuis 2021"),
        (DAY(2014, 1, 1), DAY(2016, 1, 1), ("year", "year"), "de 2014 à 2016"),
        (DAY(2014, 1, 10), DAY(2016, 3, 4), ("day", "day"), "du 10 janvier 2014 au 3 mars 2016"),
        (DAY(2014, 1, 10), DAY(2014, 1, 11), ("day", "day"), "le 10 janvier 2014"),
        (DAY(2014, 8, 1), DAY(2016, 3, 1), ("month", "month"), "d'août 2014 à mars 2016"),
        (DAY(2014, 2, 1), DAY(2016, 3, 2), ("month", "day"), "de février 2014 au 1er mars 2016"),
        (None, DAY(2016, 1, 1), ("unknown", "year"), "jusqu'en 2016"),
        (None, DAY(2016, 1, 1), ("unknown", "day"), "jusqu'au 31 décembre 2015"),
    ],
)
def test_period_in_words(start, end, precisions, words):
    row = Recognition(period=DateRange(start, end), start_precision=precisions[0], end_precision=precisions[1])

    assert when(row) == words


def test_undated_period_has_no_words():
    assert when(Recognition()) == ""


@pytest.mark.parametrize(
    ("minimum", "maximum", "words"),
    [(140, 140, "140"), (72000, 290000, "de 72\xa0000 à 290\xa0000"), ("2.50", "2.50", "2,50")],
)
def test_figure_says_its_bounds_when_they_differ(minimum, maximum, words):
    assert amount(NetworkFact(minimum=minimum, maximum=maximum)) == words


def test_source_that_is_an_address_is_a_link():
    assert reference("Lettre du <Labo>") == "Lettre du <Labo>"
    assert reference("https://www.example.org/a?b=1&c=2") == (
        '<a href="https://www.example.org/a?b=1&amp;c=2" rel="nofollow noopener">example.org</a>'
    )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.example.org/", "example.org"),
        ("http://example.org/caf%C3%A9", "example.org/café"),
        ("https://example.org/" + "x" * 100, "example.org/" + "x" * 78 + "…"),
    ],
)
def test_address_as_people_read_it(url, words):
    assert bare_address(url) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clus'Ter  Jura", "clus ter jura"),
        ("L’Œuvre à Saint-Étienne", "l oeuvre a saint etienne"),
        ("  3.EVA ", "3 eva"),
        ("", ""),
    ],
)
def test_names_are_compared_as_the_database_compares_them(text, expected):
    assert normalized(text) == expected


@pytest.mark.django_db
def test_addresses_are_made_from_names_and_never_taken():
    pole = factories.pole(slug="pole-des-lilas")
    type(pole).objects.filter(pk=pole.pk).update(slug="lilas")
    factories.organisation()

    assert pole_slug("Pôle des Lilas") == "pole-des-lilas-2"
    assert pole_slug("CSV") == "csv-2"
    assert pole_slug("L'été") == "l-ete"
    assert organisation_slug("Structure") == "structure"


def test_text_of_a_table_is_kept_as_typed(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('a;b\n" x ";"deux\nlignes"\n;\n1;2;;\n', encoding="utf-8")

    table = read_table(path, required=["a"], optional=["b"])

    assert table.rows == [(2, {"a": "x", "b": "deux\nlignes"}), (5, {"a": "1", "b": "2"})]
    with pytest.raises(BrokenFile, match="il manque la colonne c"):
        read_table(path, required=["c"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Angers", "d'Angers"), ("Évry", "d'Évry"), ("Le Mans", "du Mans"), ("Les Neyrolles", "des Neyrolles"),
        ("La Rochelle", "de La Rochelle"), ("L'Isle-d'Abeau", "de L'Isle-d'Abeau"), ("Toulouse", "de Toulouse"), ("", "de "),
    ],
)  # fmt: skip
def test_of_a_place(name, said):
    assert of(name) == said
