"""Extensions and functions that the tables stand on.

Every name inside a function is qualified: a restore runs with an empty search_path.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# The two-argument unaccent names its dictionary, so that the result depends on nothing but the text: immutable.
NORMALIZED = """
CREATE FUNCTION public.normalized(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.btrim(pg_catalog.regexp_replace(
        pg_catalog.lower(public.unaccent('public.unaccent'::pg_catalog.regdictionary, value)),
        '[^a-z0-9]+', ' ', 'g'
    ))
$$
"""

LUHN = """
CREATE FUNCTION public.luhn_is_valid(digits text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.sum(
        CASE WHEN (pg_catalog.length(digits) - place) % 2 = 0 THEN digit
             WHEN digit > 4 THEN digit * 2 - 9 ELSE digit * 2 END
    ) % 10 = 0
    FROM (
        SELECT place, pg_catalog.substr(digits, place, 1)::integer AS digit
        FROM pg_catalog.generate_series(1, pg_catalog.length(digits)) AS place
    ) AS places
$$
"""

SIREN = """
CREATE FUNCTION public.siren_is_valid(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN value ~ '^[0-9]{9}$' THEN public.luhn_is_valid(value) ELSE false END
$$
"""

# La Poste (SIREN 356000000): its establishments break the check digit; the sum of their digits is a multiple of 5.
SIRET = """
CREATE FUNCTION public.siret_is_valid(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN value !~ '^[0-9]{14}$' THEN false
        WHEN public.luhn_is_valid(value) THEN true
        WHEN value !~ '^356000000' THEN false
        ELSE (
            SELECT pg_catalog.sum(pg_catalog.substr(value, place, 1)::integer) % 5 = 0
            FROM pg_catalog.generate_series(1, 14) AS place
        )
    END
$$
"""

# The lock makes two transactions that give a number wait for one another.
NEXT_POLE_NUMBER = """
CREATE FUNCTION public.next_pole_number() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('public.next_pole_number'));
    RETURN (SELECT coalesce(pg_catalog.max(number), 0) + 1 FROM public.poles_pole);
END
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ptce_site", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(NORMALIZED, "DROP FUNCTION public.normalized(text)"),
        migrations.RunSQL(LUHN, "DROP FUNCTION public.luhn_is_valid(text)"),
        migrations.RunSQL(SIREN, "DROP FUNCTION public.siren_is_valid(text)"),
        migrations.RunSQL(SIRET, "DROP FUNCTION public.siret_is_valid(text)"),
        migrations.RunSQL(NEXT_POLE_NUMBER, "DROP FUNCTION public.next_pole_number()"),
    ]
