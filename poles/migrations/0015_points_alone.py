"""An index that holds all a distance needs: the search entries themselves are wide, and were read one by one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("poles", "0014_epci_points")]

    operations = [
        migrations.RemoveIndex("searchentry", "search_entry_point_idx"),
        migrations.AddIndex(
            "searchentry",
            models.Index(
                fields=["latitude", "longitude"],
                include=["pole"],
                condition=models.Q(("published", True)),
                name="search_point_idx",
            ),
        ),
    ]
