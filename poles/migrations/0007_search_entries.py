"""The entries of the poles that are there already."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("poles", "0006_search")]

    operations = [
        migrations.RunSQL("SELECT public.refresh_search(ARRAY(SELECT id FROM public.poles_pole))", migrations.RunSQL.noop),
    ]
