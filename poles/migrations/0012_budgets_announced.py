"""An envelope is a budget announced, not what was granted: the figures already loaded say so too."""

from django.db import migrations

ANNOUNCED = """
UPDATE public.poles_networkfact SET kind = 'budget-announced' WHERE kind = 'budget' AND meaning LIKE 'Enveloppe%'
"""


class Migration(migrations.Migration):
    dependencies = [("poles", "0011_search_index")]

    operations = [migrations.RunSQL(ANNOUNCED, migrations.RunSQL.noop)]
