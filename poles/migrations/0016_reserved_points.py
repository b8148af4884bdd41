"""`/poles/points` is an address of the site: no pole may have it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("poles", "0015_points_alone"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="formerslug",
            name="former_slug_not_reserved",
        ),
        migrations.RemoveConstraint(
            model_name="pole",
            name="pole_slug_form",
        ),
        migrations.AddConstraint(
            model_name="formerslug",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                    models.Q(("slug__in", ("csv", "json", "geojson", "atom", "xlsx", "points")), _negated=True),
                ),
                name="former_slug_not_reserved",
                violation_error_message="Cette adresse est réservée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                    models.Q(("slug__in", ("csv", "json", "geojson", "atom", "xlsx", "points")), _negated=True),
                ),
                name="pole_slug_form",
                violation_error_message="L'adresse de la page n'a que des lettres minuscules, des chiffres et des tirets, et ne peut pas être un nom réservé.",
            ),
        ),
    ]
