"""The number of a signature whose import was undone is not given again."""

from importlib import import_module

from django.db import migrations

NEXT_NUMBER = """
CREATE OR REPLACE FUNCTION public.next_signature_number() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('public.next_signature_number'));
    RETURN 1 + greatest(
        (SELECT coalesce(pg_catalog.max(number), 0) FROM public.charter_signature),
        (SELECT coalesce(pg_catalog.max(number), 0) FROM public.charter_signatureevent WHERE pgh_label = 'delete')
    );
END
$$
"""
FORMER = import_module("charter.migrations.0002_signatures").NEXT_SIGNATURE_NUMBER.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
DELETED = "CREATE INDEX signatureevent_deleted_number_idx ON charter_signatureevent (number) WHERE pgh_label = 'delete'"


class Migration(migrations.Migration):
    dependencies = [("charter", "0004_what_is_frozen"), ("poles", "0027_imports")]

    operations = [
        migrations.RunSQL(DELETED, "DROP INDEX signatureevent_deleted_number_idx"),
        migrations.RunSQL(NEXT_NUMBER, FORMER),
    ]
