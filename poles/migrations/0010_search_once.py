"""Search in one statement, and what it reads of a pole: its text as it is written, its recognitions, words put together.

Every name inside a function is qualified: a restore runs with an empty search_path.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("poles.migrations.0005_search_functions")

# What a space, a hyphen or an apostrophe parts, put together: « Clus'Ter » is « cluster », « La Coursive » « lacoursive »,
# « PTCE de Bois d'Olives » « boisdolives »: the whole, with its stop words and without; runs of two to four words that
# neither begin nor end with one.
SQUEEZED = rf"""
CREATE OR REPLACE FUNCTION public.squeezed(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    stop_words CONSTANT text[] := '{{{",".join(BEFORE.STOP_WORDS.split())}}}';
    words text[] := pg_catalog.string_to_array(public.place_key(value), ' ');
    most CONSTANT integer := pg_catalog.cardinality(words);
    parts text[] := ARRAY[pg_catalog.array_to_string(words, ''), pg_catalog.replace(public.bare_words(value), ' ', '')];
BEGIN
    IF most < 2 THEN
        RETURN '';
    END IF;
    FOR beginning IN 1 .. most - 1 LOOP
        CONTINUE WHEN words[beginning] = ANY (stop_words);
        FOR ending IN beginning + 1 .. least(beginning + 3, most) LOOP
            IF words[ending] <> ALL (stop_words) THEN
                parts := parts || pg_catalog.array_to_string(words[beginning:ending], '');
            END IF;
        END LOOP;
    END LOOP;
    RETURN (SELECT coalesce(pg_catalog.string_agg(DISTINCT part, ' '), '')
        FROM pg_catalog.unnest(parts) AS part WHERE pg_catalog.length(part) <= 50);
END
$$
"""

# Two words of which one is the other with a letter wrong, missing, in excess, or swapped with the next.
ONE_LETTER_APART = """
CREATE FUNCTION public.one_letter_apart(one text, other text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    shorter text := CASE WHEN pg_catalog.length(one) <= pg_catalog.length(other) THEN one ELSE other END;
    longer text := CASE WHEN pg_catalog.length(one) <= pg_catalog.length(other) THEN other ELSE one END;
    same integer := 0;
BEGIN
    WHILE same < pg_catalog.length(shorter) AND pg_catalog.substr(one, same + 1, 1) = pg_catalog.substr(other, same + 1, 1) LOOP
        same := same + 1;
    END LOOP;
    IF pg_catalog.length(longer) = pg_catalog.length(shorter) + 1 THEN
        RETURN pg_catalog.substr(longer, same + 2) = pg_catalog.substr(shorter, same + 1);
    END IF;
    RETURN pg_catalog.length(longer) = pg_catalog.length(shorter) AND (
        pg_catalog.substr(one, same + 2) = pg_catalog.substr(other, same + 2)
        OR pg_catalog.substr(one, same + 1, 1) = pg_catalog.substr(other, same + 2, 1)
        AND pg_catalog.substr(one, same + 2, 1) = pg_catalog.substr(other, same + 1, 1)
        AND pg_catalog.substr(one, same + 3) = pg_catalog.substr(other, same + 3)
    );
END
$$
"""

# As in migration 0005, each part of a word made once.
WORD_QUERY = """
CREATE OR REPLACE FUNCTION public.word_query(value text) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    bare text := public.bare_words(value);
    made pg_catalog.tsquery;
BEGIN
    IF bare = '' THEN
        RETURN '';
    END IF;
    made := pg_catalog.plainto_tsquery('public.french_stems'::pg_catalog.regconfig, public.search_text(value));
    IF pg_catalog.strpos(bare, ' ') > 0 THEN
        made := made || pg_catalog.plainto_tsquery('pg_catalog.simple'::pg_catalog.regconfig, public.as_one_word(value));
    END IF;
    RETURN made;
END
$$
"""
BEGINNING_QUERY = r"""
CREATE OR REPLACE FUNCTION public.beginning_query(value text) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    words text := public.search_text(value);
    made pg_catalog.tsquery := public.word_query(value);
BEGIN
    IF words ~ '(^| )[a-z][a-z0-9]{2,}$' THEN
        made := made || (pg_catalog.replace(words, ' ', ' & ') || ':*')::pg_catalog.tsquery;
        IF pg_catalog.strpos(words, ' ') > 0 THEN
            made := made || (public.as_one_word(value) || ':*')::pg_catalog.tsquery;
        END IF;
    END IF;
    RETURN made;
END
$$
"""

# All the words; the last may be cut short.
ALL_WORDS_QUERY = """
CREATE FUNCTION public.all_words_query(words text[]) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    word text;
    every pg_catalog.tsquery := '';
BEGIN
    IF pg_catalog.cardinality(words) = 1 THEN
        RETURN public.beginning_query(words[1]);
    END IF;
    FOREACH word IN ARRAY words LOOP
        every := every && public.word_query(word);
    END LOOP;
    RETURN every || public.beginning_query(pg_catalog.array_to_string(words, ' '));
END
$$
"""

# For each word, itself when a page holds it, else the words of names and places that differ from it by one letter; when
# `wide`, those that begin and look alike. A short word keeps its first letter; a number is never corrected, and the name of
# a place is only offered another.
NEAR_WORDS = """
CREATE FUNCTION public.near_words(words text[], wide boolean) RETURNS pg_catalog.jsonb
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    typed text;
    near text[];
    variants text[];
    beginning text;
    found pg_catalog.jsonb := '{}';
BEGIN
    FOR typed IN
        SELECT DISTINCT word
        FROM pg_catalog.regexp_split_to_table(public.bare_words(pg_catalog.array_to_string(words, ' ')), ' ') AS word
        WHERE word <> ''
    LOOP
        near := NULL;
        IF public.poles_answering(public.word_query(typed), '{}', '{}') IS NOT NULL THEN
            near := ARRAY[typed];
        ELSIF typed ~ '^[a-z]{5,}$' AND wide THEN
            beginning := pg_catalog."left"(typed, 4);
            near := ARRAY(
                SELECT known.word::text FROM public.poles_searchword AS known
                WHERE known.variant::text ~>=~ beginning AND known.variant::text ~<~ (beginning || '{')
                    AND known.variant = known.word AND public.similarity(known.word, typed) >= 0.4
                    AND public.poles_answering(public.word_query(known.word), '{}', '{}') IS NOT NULL
                ORDER BY public.similarity(known.word, typed) DESC, known.word LIMIT 3
            );
        ELSIF typed ~ '^[a-z]{4,}$' AND NOT wide
            AND NOT EXISTS (SELECT FROM public.poles_collectivity WHERE search_key = typed) THEN
            variants := ARRAY(SELECT public.deletions(typed));
            SELECT pg_catalog.array_agg(candidate.word ORDER BY candidate.word) INTO near
            FROM (
                SELECT DISTINCT known.word::text AS word FROM public.poles_searchword AS known
                WHERE known.variant = ANY (variants)
            ) AS candidate
            WHERE public.one_letter_apart(typed, candidate.word)
                AND (pg_catalog.length(typed) > 4 OR pg_catalog."left"(candidate.word, 1) = pg_catalog."left"(typed, 1))
                AND public.poles_answering(public.word_query(candidate.word), '{}', '{}') IS NOT NULL;
        END IF;
        found := found || pg_catalog.jsonb_build_object(typed, coalesce(near, '{}'));
    END LOOP;
    RETURN found;
END
$$
"""

# One of the near words of each word.
NEAR_WORDS_QUERY = """
CREATE FUNCTION public.near_words_query(near pg_catalog.jsonb) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    choices pg_catalog.jsonb;
    choice text;
    one pg_catalog.tsquery;
    every pg_catalog.tsquery := '';
BEGIN
    FOR choices IN SELECT value FROM pg_catalog.jsonb_each(near) LOOP
        one := '';
        FOR choice IN SELECT pg_catalog.jsonb_array_elements_text(choices) LOOP
            one := one || public.word_query(choice);
        END LOOP;
        every := every && one;
    END LOOP;
    RETURN every;
END
$$
"""

# The published poles that answer; keys come as bytes, eight a key: thousands are read in a tenth of the time of an array.
# When none does: without the words of asking (`fewer`), then with near words; else words that look alike are offered.
SEARCH_POLES = """
CREATE FUNCTION public.search_poles(
    words text[], fewer text[], phrases text[], less_words text[], less_phrases text[],
    OUT asked text, OUT holding text[], OUT lacking text[], OUT poles bytea, OUT titled bytea,
    OUT without_asking boolean, OUT near pg_catalog.jsonb, OUT offered pg_catalog.jsonb
) LANGUAGE plpgsql STABLE PARALLEL SAFE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    value text;
    rest pg_catalog.tsquery := '';
    every pg_catalog.tsquery;
    query pg_catalog.tsquery;
    wider pg_catalog.jsonb;
BEGIN
    holding := '{}';
    lacking := '{}';
    FOREACH value IN ARRAY phrases LOOP
        rest := rest && public.phrase_query(value);
        holding := holding || ('% ' || public.place_key(value) || ' %');
    END LOOP;
    FOREACH value IN ARRAY less_words LOOP
        rest := rest && !!public.word_query(value);
    END LOOP;
    FOREACH value IN ARRAY less_phrases LOOP
        IF public.place_key(value) <> '' THEN
            lacking := lacking || ('% ' || public.place_key(value) || ' %');
        END IF;
    END LOOP;
    without_asking := false;
    every := public.all_words_query(words) && rest;
    query := every;
    IF query::text = '' AND lacking <> '{}' THEN
        query := 'pole';  -- every document holds it
    END IF;
    asked := query::text;
    IF asked = '' THEN
        RETURN;
    END IF;
    poles := public.poles_answering(query, holding, lacking);
    IF poles IS NULL AND fewer <> words AND fewer <> '{}' THEN
        without_asking := true;
        query := public.all_words_query(fewer) && rest;
        poles := public.poles_answering(query, holding, lacking);
    END IF;
    IF poles IS NULL AND fewer <> '{}' THEN
        near := public.near_words(fewer, false);
        IF NOT near @? 'strict $.* ? (@.size() == 0)' THEN
            query := public.near_words_query(near) && rest;
            poles := public.poles_answering(query, holding, lacking);
        END IF;
        IF poles IS NULL THEN
            near := NULL;
            without_asking := false;
            query := every;
            wider := public.near_words(fewer, true);
            IF NOT wider @? 'strict $.* ? (@.size() == 0)'
                AND public.poles_answering(public.near_words_query(wider) && rest, holding, lacking) IS NOT NULL THEN
                offered := wider;
            END IF;
        END IF;
    END IF;
    asked := query::text;
    IF poles IS NOT NULL THEN
        SELECT pg_catalog.string_agg(pg_catalog.int8send(entry.pole_id), '') INTO titled
        FROM public.poles_searchentry AS entry WHERE entry.published AND entry.title @@ query;
    END IF;
END
$$
"""

# Always by the index: to read a document whole, which is kept apart and packed, takes longer than the planner thinks.
POLES_ANSWERING = """
CREATE FUNCTION public.poles_answering(query pg_catalog.tsquery, holding text[], lacking text[]) RETURNS bytea
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (
        SELECT pg_catalog.string_agg(pg_catalog.int8send(entry.pole_id), '')
        FROM public.poles_searchentry AS entry
        WHERE entry.published AND entry.document @@ query
            AND entry.text LIKE ALL (holding) AND NOT entry.text LIKE ANY (lacking)
    );
END
$$
"""

# « économie sociale et solidaire » finds « ESS », and the reverse.
WITH_SYNONYMS = r"""
CREATE FUNCTION public.with_synonyms(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT value || CASE
        WHEN public.normalized(value) ~ '\mess\M' THEN ' zfieldz économie sociale solidaire'
        WHEN public.normalized(value) ~ 'economie sociale (et )?solidaire' THEN ' zfieldz ess'
        ELSE '' END
$$
"""


def refresh(before: str) -> str:
    """The function that writes an entry, as changed here."""
    after = before
    for old, new in (
        ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ("departement.name, departement.code, region.name, lead.name,",
         "departement.name, public.squeezed(departement.name), departement.code, region.name, public.squeezed(region.name), lead.name,"),
        ("            (SELECT pg_catalog.string_agg(area.name,",
         """            (SELECT pg_catalog.string_agg(DISTINCT pg_catalog.replace(recognition.kind, '-', ' '), ' zfieldz ')
                FROM public.poles_recognition AS recognition WHERE recognition.pole_id = pole.id),
            (SELECT pg_catalog.string_agg(area.name,"""),
        ("INSERT INTO public.poles_searchentry AS entry (pole_id, published, title, document, latitude, longitude)",
         "INSERT INTO public.poles_searchentry AS entry (pole_id, published, title, document, text, latitude, longitude)"),
        ("title || ' zfieldz pole'", "title || ' zfieldz pole zfieldz ptce'"),
        ("public.search_vector(summary)", "public.search_vector(public.with_synonyms(summary))"),
        ("public.search_vector(description)", "public.search_vector(public.with_synonyms(description))"),
        ("            'zfieldz'\n        ),\n        latitude,",
         """            'zfieldz'
        ),
        pg_catalog.concat(' ', pg_catalog.replace(public.place_key(pg_catalog.concat_ws(' zfieldz ', title, around, summary,
            description)), 'zfieldz', '|'), ' '),
        latitude,"""),
        ("document = excluded.document,\n", "document = excluded.document, text = excluded.text,\n"),
        ("WHERE (entry.published, entry.title, entry.document, entry.latitude", "WHERE (entry.published, entry.title, entry.document, entry.text, entry.latitude"),
        ("(excluded.published, excluded.title, excluded.document, excluded.latitude", "(excluded.published, excluded.title, excluded.document, excluded.text, excluded.latitude"),
    ):  # fmt: skip
        if old not in after:
            raise ValueError(old)
        after = after.replace(old, new, 1)
    return after


def replaced(before: str) -> str:
    """A function of an earlier migration, to put back."""
    return before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


ENTRIES_AGAIN = "SELECT public.refresh_search(ARRAY(SELECT id FROM public.poles_pole))"
ADDED = [
    (WITH_SYNONYMS, "with_synonyms(text)"),
    (ONE_LETTER_APART, "one_letter_apart(text, text)"),
    (ALL_WORDS_QUERY, "all_words_query(text[])"),
    (NEAR_WORDS, "near_words(text[], boolean)"),
    (NEAR_WORDS_QUERY, "near_words_query(jsonb)"),
    (POLES_ANSWERING, "poles_answering(tsquery, text[], text[])"),
    (SEARCH_POLES, "search_poles(text[], text[], text[], text[], text[])"),
]


class Migration(migrations.Migration):
    dependencies = [("poles", "0009_regional")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, ENTRIES_AGAIN),  # on the way back, this comes last
        migrations.AddField(
            "searchentry",
            "text",
            models.TextField(
                "texte",
                default="",
                help_text="Tout ce qui est dit du pôle, sans accents ni ponctuation : pour les expressions exactes.",
            ),
            preserve_default=False,
        ),
        # Texts kept apart: a search visits thousands of rows, and reads only their keys.
        migrations.RunSQL(
            "ALTER TABLE public.poles_searchentry SET (toast_tuple_target = 128)",
            "ALTER TABLE public.poles_searchentry RESET (toast_tuple_target)",
        ),
        migrations.RunSQL(SQUEEZED, replaced(BEFORE.SQUEEZED)),
        migrations.RunSQL(WORD_QUERY, replaced(BEFORE.WORD_QUERY)),
        migrations.RunSQL(BEGINNING_QUERY, replaced(BEFORE.BEGINNING_QUERY)),
        *(migrations.RunSQL(made, f"DROP FUNCTION public.{signature}") for made, signature in ADDED),
        migrations.RunSQL(refresh(BEFORE.REFRESH), replaced(BEFORE.REFRESH)),
    ]
