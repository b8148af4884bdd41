"""What makes thousands of rows in one transaction: search entries written once at its end, by indexes however many rows there
are; the number of a pole whose making was undone is not given again."""

from importlib import import_module

from django.db import migrations

REFRESH = import_module("poles.migrations.0013_shorter_words").SHORTER
# The plan is kept from the first call of a connection, when the tables may be small.
LATER = REFRESH.replace(
    "SET plan_cache_mode = force_generic_plan AS $$", "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$"
).replace(
    "    WITH texts (",
    """\
    IF pg_catalog.current_setting('ptce.search_later', true) = 'on' THEN
        INSERT INTO pg_temp.search_later (pole_id) SELECT pg_catalog.unnest(ids) ON CONFLICT DO NOTHING;
        RETURN;
    END IF;
    WITH texts (""",
    1,
)
if "search_later" not in LATER or "enable_seqscan" not in LATER:
    raise AssertionError("the function has changed")

NEXT_NUMBER = """
CREATE OR REPLACE FUNCTION public.next_pole_number() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('public.next_pole_number'));
    RETURN 1 + greatest(
        (SELECT coalesce(pg_catalog.max(number), 0) FROM public.poles_pole),
        (SELECT coalesce(pg_catalog.max(number), 0) FROM public.poles_poleevent WHERE pgh_label = 'delete')
    );
END
$$
"""
FORMER_NEXT_NUMBER = import_module("poles.migrations.0001_functions").NEXT_POLE_NUMBER.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
DELETED = "CREATE INDEX poleevent_deleted_number_idx ON poles_poleevent (number) WHERE pgh_label = 'delete'"


class Migration(migrations.Migration):
    dependencies = [("poles", "0025_operations")]

    operations = [
        migrations.RunSQL(LATER, REFRESH),
        migrations.RunSQL(DELETED, "DROP INDEX poleevent_deleted_number_idx"),
        migrations.RunSQL(NEXT_NUMBER, FORMER_NEXT_NUMBER),
    ]
