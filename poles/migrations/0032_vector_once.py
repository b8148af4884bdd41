"""The words of a text are made comparable once for both forms of its vector: writing a search entry takes a fifth less."""

from importlib import import_module

from django.db import migrations

FORMER = import_module("poles.migrations.0005_search_functions").SEARCH_VECTOR.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
ONCE = """
CREATE OR REPLACE FUNCTION public.search_vector(value text) RETURNS pg_catalog.tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.to_tsvector('public.french_stems'::pg_catalog.regconfig, words)
        || pg_catalog.to_tsvector('pg_catalog.simple'::pg_catalog.regconfig, words)
    FROM (SELECT public.search_text(value) AS words OFFSET 0) AS once
$$
"""


class Migration(migrations.Migration):
    dependencies = [("poles", "0031_searched_columns")]

    operations = [migrations.RunSQL(ONCE, FORMER)]
