"""The content version, and what raises it at the end of a transaction that changes content."""

import django.db.models
from django.db import migrations

# A statement that changes content calls note_content_change(): the first of its transaction leaves a row here, whose
# deferred trigger raises the version when the transaction ends. So the version's row is locked for a moment only,
# after every other lock is held: a long import and a short edit never wait for one another in a circle.
CHANGES = """
CREATE TABLE public.ptce_site_contentchange (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);

CREATE FUNCTION public.raise_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.ptce_site_contentversion AS content (id, version) VALUES (1, 2)
        ON CONFLICT (id) DO UPDATE SET version = content.version + 1;
    DELETE FROM public.ptce_site_contentchange WHERE id = NEW.id;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER raise_content_version AFTER INSERT ON public.ptce_site_contentchange
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.raise_content_version();

CREATE FUNCTION public.note_content_change() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    transaction_id text := pg_catalog.pg_current_xact_id()::text;
BEGIN
    IF pg_catalog.current_setting('ptce.content_changed_in', true) IS DISTINCT FROM transaction_id THEN
        PERFORM pg_catalog.set_config('ptce.content_changed_in', transaction_id, true);
        INSERT INTO public.ptce_site_contentchange DEFAULT VALUES;
    END IF;
END
$$;
"""

NO_CHANGES = """
DROP FUNCTION public.note_content_change();
DROP TABLE public.ptce_site_contentchange;
DROP FUNCTION public.raise_content_version();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                ("id", django.db.models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", django.db.models.BigIntegerField(default=1)),
            ],
            options={"verbose_name": "version du contenu", "verbose_name_plural": "version du contenu"},
        ),
        migrations.AddConstraint(
            model_name="contentversion",
            constraint=django.db.models.CheckConstraint(
                condition=django.db.models.Q(("id", 1)), name="content_version_one_row"
            ),
        ),
        migrations.RunSQL(CHANGES, NO_CHANGES),
    ]
