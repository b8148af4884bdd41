"""The last word typed may be cut short, and those before it are read by their stems: « coopératives cultu » finds « coopérative
culturelle ». No word is looked for twice."""

from importlib import import_module

from django.db import migrations

replacing = import_module("poles.migrations.0024_words_alone").replacing
BEFORE = import_module("poles.migrations.0010_search_once").ALL_WORDS_QUERY
# All the words, less those that say nothing; or what they make put together. The last may be cut short.
ALL_WORDS_QUERY = """
CREATE FUNCTION public.all_words_query(words text[]) RETURNS pg_catalog.tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    word text;
    last_word text := '';
    made pg_catalog.tsquery;
    last_made pg_catalog.tsquery := '';
    every pg_catalog.tsquery := '';
    together text;
BEGIN
    FOREACH word IN ARRAY words LOOP
        made := public.word_query(word);
        IF made::text <> '' THEN
            every := every && last_made;
            last_word := word;
            last_made := made;
        END IF;
    END LOOP;
    every := every && public.beginning_query(last_word);
    IF pg_catalog.cardinality(words) > 1 THEN
        together := public.as_one_word(pg_catalog.array_to_string(words, ' '));
        IF together ~ '^[a-z][a-z0-9]{2,}$' THEN
            every := every || (together || ':*')::pg_catalog.tsquery;
        ELSE
            every := every || pg_catalog.plainto_tsquery('pg_catalog.simple'::pg_catalog.regconfig, together);
        END IF;
    END IF;
    RETURN every;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("poles", "0033_named_calls")]

    operations = [migrations.RunSQL(replacing(ALL_WORDS_QUERY), replacing(BEFORE))]
