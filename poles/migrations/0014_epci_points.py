"""An index of the points of intercommunalités: a territory's page asks for those around it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("poles", "0013_shorter_words")]

    operations = [
        migrations.AddIndex(
            "collectivity",
            models.Index(
                fields=["latitude", "longitude"], condition=models.Q(("level", "epci")), name="collectivity_epci_point_idx"
            ),
        ),
    ]
