"""The table of Django's cache, as `createcachetable` makes it: limits are counted in it for every process together."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ptce_site", "0002_epoch")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE ptce_site_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
            );
            CREATE INDEX ptce_site_cache_expires ON ptce_site_cache (expires);
            """,
            "DROP TABLE ptce_site_cache",
        )
    ]
