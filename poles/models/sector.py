"""What poles work on."""

from django.db import models

from poles import triggers
from poles.constraints import SLUG, named
from poles.functions import Normalized
from poles.text import require_comparable
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked(exclude=["sort_key"])
class Sector(models.Model):
    """A sector of activity; the list is ours, its slugs are public."""

    slug = models.SlugField("identifiant", max_length=40, unique=True)
    name = models.CharField("nom", max_length=80)
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ["sort_key", "pk"]
        triggers = [raises_content_version(), *triggers.SEARCH_OF_SECTOR]
        constraints = [
            named("sector"),
            models.CheckConstraint(
                name="sector_slug_form",
                condition=models.Q(slug__regex=SLUG),
                violation_error_message="L'identifiant n'a que des lettres minuscules, des chiffres et des tirets.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        require_comparable(self.name)
