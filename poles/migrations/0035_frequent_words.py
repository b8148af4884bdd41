"""What a search is made of may be asked apart: the words put together, the names that answer, the places named. A wrong letter is
found in names of several words. Words that begin alike are found by an index of words, not of their variants, which are eight
times as many."""

import re
from importlib import import_module

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models

FIRST = import_module("poles.migrations.0010_search_once")
replacing = import_module("poles.migrations.0024_words_alone").replacing
LAST_WORD = import_module("poles.migrations.0034_last_word").ALL_WORDS_QUERY

# Several words written as one; the empty query when there is one only.
JOINED_QUERY = """
CREATE FUNCTION public.joined_query(words text[]) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    together text;
BEGIN
    IF pg_catalog.cardinality(words) < 2 THEN
        RETURN '';
    END IF;
    together := public.as_one_word(pg_catalog.array_to_string(words, ' '));
    IF together ~ '^[a-z][a-z0-9]{2,}$' THEN
        RETURN (together || ':*')::pg_catalog.tsquery;
    END IF;
    RETURN pg_catalog.plainto_tsquery('pg_catalog.simple'::pg_catalog.regconfig, together);
END
$$
"""
ALL_WORDS_QUERY = """
CREATE FUNCTION public.all_words_query(words text[]) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    word text;
    last_word text := '';
    made pg_catalog.tsquery;
    last_made pg_catalog.tsquery := '';
    every pg_catalog.tsquery := '';
BEGIN
    FOREACH word IN ARRAY words LOOP
        made := public.word_query(word);
        IF made::text <> '' THEN
            every := every && last_made;
            last_word := word;
            last_made := made;
        END IF;
    END LOOP;
    RETURN every && public.beginning_query(last_word) || public.joined_query(words);
END
$$
"""

# The published poles whose name answers.
POLES_TITLED = """
CREATE FUNCTION public.poles_titled(query pg_catalog.tsquery) RETURNS bytea
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (
        SELECT pg_catalog.string_agg(pg_catalog.int8send(entry.pole_id), '')
        FROM public.poles_searchentry AS entry WHERE entry.published AND entry.title @@ query
    );
END
$$
"""
# Whether some published pole answers: the first is enough.
IS_HELD = """
CREATE FUNCTION public.is_held(query pg_catalog.tsquery) RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.poles_searchentry AS entry WHERE entry.published AND entry.document @@ query);
END
$$
"""

# As in migration 0010. New: words of which none is near may be near when put together (« Dom'Innov »), or without the short ones
# that no pole holds (« Pôle Su Archer »); each word offered is one that some pole holds, so that for one word typed alone nothing
# more is asked.
SEARCH_POLES = """
CREATE FUNCTION public.search_poles(
    words text[], fewer text[], phrases text[], less_words text[], less_phrases text[],
    OUT asked text, OUT holding text[], OUT lacking text[], OUT poles bytea, OUT titled bytea,
    OUT without_asking boolean, OUT near pg_catalog.jsonb, OUT offered pg_catalog.jsonb
) LANGUAGE plpgsql STABLE PARALLEL SAFE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    none CONSTANT pg_catalog.jsonpath := 'strict $.* ? (@.size() == 0)';
    value text;
    rest pg_catalog.tsquery := '';
    every pg_catalog.tsquery;
    query pg_catalog.tsquery;
    together text;
    typed text[];
    short text[];
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
        IF NOT near @? none THEN
            query := public.near_words_query(near) && rest;
            poles := public.poles_answering(query, holding, lacking);
        END IF;
        together := public.as_one_word(pg_catalog.array_to_string(fewer, ' '));
        IF poles IS NULL AND together <> '' THEN
            near := public.near_words(ARRAY[together], false);
            IF NOT near @? none THEN
                query := public.near_words_query(near) && rest;
                poles := public.poles_answering(query, holding, lacking);
                near := pg_catalog.jsonb_build_object(pg_catalog.array_to_string(fewer, ' '), near -> together);
            END IF;
        END IF;
        IF poles IS NULL AND together <> '' THEN
            typed := pg_catalog.string_to_array(public.bare_words(pg_catalog.array_to_string(fewer, ' ')), ' ');
            short := ARRAY(
                SELECT word FROM pg_catalog.unnest(typed) AS word
                WHERE word ~ '^[a-z]{1,3}$' AND NOT public.is_held(public.word_query(word))
            );
            IF short <> '{}' AND NOT typed <@ short THEN
                near := public.near_words(
                    ARRAY(SELECT word FROM pg_catalog.unnest(typed) AS word WHERE word <> ALL (short)), false
                );
                IF NOT near @? none THEN
                    query := public.near_words_query(near) && rest;
                    poles := public.poles_answering(query, holding, lacking);
                    near := near || (
                        SELECT pg_catalog.jsonb_object_agg(word, '[]'::pg_catalog.jsonb) FROM pg_catalog.unnest(short) AS word
                    );
                END IF;
            END IF;
        END IF;
        IF poles IS NULL THEN
            near := NULL;
            without_asking := false;
            query := every;
            wider := public.near_words(fewer, true);
            IF NOT wider @? none AND (
                rest::text = '' AND holding = '{}' AND lacking = '{}'
                    AND (SELECT count(*) = 1 FROM pg_catalog.jsonb_object_keys(wider))
                OR public.poles_answering(public.near_words_query(wider) && rest, holding, lacking) IS NOT NULL
            ) THEN
                offered := wider;
            END IF;
        END IF;
    END IF;
    asked := query::text;
    IF poles IS NOT NULL THEN
        titled := public.poles_titled(query);
    END IF;
END
$$
"""

# The communes, départements and régions whose whole name, former name or postal code is typed.
NAMED_PLACES = """
CREATE FUNCTION public.named_places(value text)
RETURNS TABLE (
    level text, code text, name text, departement text, former text, latitude double precision, longitude double precision, key text
) LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    most_letters CONSTANT integer := 80;
    most_words CONSTANT integer := 10;
    words text[] := pg_catalog.string_to_array(public.place_key(pg_catalog."left"(value, most_letters)), ' ');
    names text[] := ARRAY(
        SELECT pg_catalog.array_to_string(words[first:last], ' ')
        FROM pg_catalog.generate_series(1, pg_catalog.cardinality(words)) AS first,
            pg_catalog.generate_series(first, least(first + most_words - 1, pg_catalog.cardinality(words))) AS last
    );
    postal_codes text[] := ARRAY(SELECT word FROM pg_catalog.unnest(words) AS word WHERE word ~ '^[0-9]{5}$');
BEGIN
    RETURN QUERY
    WITH found AS (
        SELECT place.id, '' AS former, place.search_key AS key FROM public.poles_collectivity AS place
        WHERE place.search_key = ANY (names) AND place.ended_vintage IS NULL AND place.level <> 'epci'
        UNION ALL
        SELECT place.id, '', words[1] FROM public.poles_collectivity AS place
        WHERE place.level = 'departement' AND place.code = pg_catalog.upper(words[1]) AND pg_catalog.cardinality(words) = 1
        UNION ALL
        SELECT former.commune_id, former.name, former.search_key FROM public.poles_formercommune AS former
        WHERE former.search_key = ANY (names) AND former.kind <> 'arrondissement-municipal'
        UNION ALL
        SELECT place.id, '', postal.code FROM pg_catalog.unnest(postal_codes) AS postal (code)
        JOIN public.poles_collectivity AS place
            ON place.postal_codes @> ARRAY[postal.code]::varchar[] AND place.ended_vintage IS NULL
    ), once AS (
        SELECT DISTINCT ON (found.id) * FROM found
        -- « Azur » is not meant by « Provence-Alpes-Côte d'Azur »
        WHERE NOT EXISTS (SELECT FROM found AS longer WHERE pg_catalog.strpos(longer.key, found.key || ' ') = 1
            OR longer.key LIKE '% ' || found.key OR longer.key LIKE '% ' || found.key || ' %')
        ORDER BY found.id, pg_catalog.length(found.key) DESC, found.former
    )
    SELECT place.level::text, place.code::text, place.name::text, coalesce(departement.name, '')::text, once.former::text,
        place.latitude, place.longitude, once.key::text
    FROM once
    JOIN public.poles_collectivity AS place ON place.id = once.id
    LEFT JOIN public.poles_collectivity AS departement ON departement.id = place.departement_id
    ORDER BY pg_catalog.length(once.key) DESC, once.former <> '', place.level <> 'commune', place.population DESC NULLS LAST,
        place.id
    LIMIT 2;
END
$$
"""

# Those that look most alike first; whether a pole holds them is asked until three are.
ALIKE = """
                SELECT known.word::text FROM public.poles_searchword AS known
                WHERE known.variant::text ~>=~ beginning AND known.variant::text ~<~ (beginning || '{')
                    AND known.variant = known.word AND public.similarity(known.word, typed) >= 0.4
                    AND public.poles_answering(public.word_query(known.word), '{}', '{}') IS NOT NULL
                ORDER BY public.similarity(known.word, typed) DESC, known.word LIMIT 3
"""
ALIKE_ONE_BY_ONE = """
                SELECT alike.word FROM (
                    SELECT DISTINCT known.word::text AS word, public.similarity(known.word, typed) AS likeness
                    FROM public.poles_searchword AS known
                    WHERE known.word::text ~>=~ beginning AND known.word::text ~<~ (beginning || '{')
                        AND known.variant = known.word AND public.similarity(known.word, typed) >= 0.4
                    ORDER BY likeness DESC, word OFFSET 0
                ) AS alike
                WHERE public.is_held(public.word_query(alike.word))
                ORDER BY alike.likeness DESC, alike.word LIMIT 3
"""
NEAR_WORDS = re.sub(
    r"public\.poles_answering\((.+?), '{}', '{}'\) IS NOT NULL",
    r"public.is_held(\1)",
    FIRST.NEAR_WORDS.replace(ALIKE, ALIKE_ONE_BY_ONE),
)

if NEAR_WORDS == FIRST.NEAR_WORDS:
    raise AssertionError("the function has changed")


class Migration(migrations.Migration):
    dependencies = [("poles", "0034_last_word")]

    operations = [
        migrations.AddIndex(
            "searchword",
            models.Index(
                OpClass("word", "varchar_pattern_ops"), condition=models.Q(variant=models.F("word")), name="search_word_idx"
            ),
        ),
        migrations.RunSQL(IS_HELD, "DROP FUNCTION public.is_held(pg_catalog.tsquery)"),
        migrations.RunSQL(replacing(NEAR_WORDS), replacing(FIRST.NEAR_WORDS)),
        migrations.RunSQL(JOINED_QUERY, "DROP FUNCTION public.joined_query(text[])"),
        migrations.RunSQL(NAMED_PLACES, "DROP FUNCTION public.named_places(text)"),
        migrations.RunSQL(POLES_TITLED, "DROP FUNCTION public.poles_titled(pg_catalog.tsquery)"),
        migrations.RunSQL(replacing(ALL_WORDS_QUERY), replacing(LAST_WORD)),
        migrations.RunSQL(replacing(SEARCH_POLES), replacing(FIRST.SEARCH_POLES)),
    ]
