"""The day on which a pole confirmed its page moves from an origin of its own to a column of the pole."""

from django.db import migrations

FORWARD = """
UPDATE poles_pole SET confirmed_on = origin.as_of FROM poles_fieldorigin AS origin
WHERE origin.pole_id = poles_pole.id AND origin.field = 'page';
DELETE FROM poles_fieldorigin WHERE field = 'page';
"""
BACK = """
INSERT INTO poles_fieldorigin (pole_id, field, kind, as_of)
SELECT id, 'page', 'pole', confirmed_on FROM poles_pole WHERE confirmed_on IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("poles", "0020_confirmed_on")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
