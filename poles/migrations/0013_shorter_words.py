"""Words to correct have at most sixteen letters, and one index.

Longer ones were names written as one word: four fifths of the variants kept, for two faults at once (words put together,
and one of their letters wrong).
"""

from importlib import import_module

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models

FIRST = import_module("poles.migrations.0005_search_functions")
BEFORE = import_module("poles.migrations.0010_search_once")

REFRESH = BEFORE.refresh(FIRST.REFRESH)
SHORTER = REFRESH.replace("'^[a-z]{4,40}$'", "'^[a-z]{4,16}$'")
if SHORTER == REFRESH:
    raise ValueError("the function to change is not as expected")


class Migration(migrations.Migration):
    dependencies = [("poles", "0012_budgets_announced")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, BEFORE.ENTRIES_AGAIN),  # on the way back, this comes last
        migrations.RunSQL(SHORTER, REFRESH),
        migrations.RunSQL("DELETE FROM public.poles_searchword WHERE pg_catalog.length(word) > 16", migrations.RunSQL.noop),
        migrations.AlterField("searchword", "variant", models.CharField("variante", max_length=40)),
        migrations.AddIndex(
            "searchword",
            models.Index(OpClass("variant", "varchar_pattern_ops"), name="search_word_variant_idx"),
        ),
    ]
