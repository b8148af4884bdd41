"""Words that a newcomer may not know."""

from django.db import models

from poles.constraints import SLUG, named
from poles.functions import Normalized
from poles.text import require_comparable
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked(exclude=["sort_key"])
class GlossaryWord(models.Model):
    """A word and its definition; the slug is public: `/glossaire/#slug`, and pages show some of them by it."""

    slug = models.SlugField("identifiant", max_length=40, unique=True)
    name = models.CharField("mot", max_length=80)
    definition = models.TextField("définition", max_length=600, help_text="Une ou deux phrases, que tout le monde comprend.")
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name = "mot du glossaire"
        verbose_name_plural = "glossaire"
        ordering = ["sort_key", "pk"]
        triggers = [raises_content_version()]
        constraints = [
            named("glossary_word"),
            models.CheckConstraint(
                name="glossary_word_slug_form",
                condition=models.Q(slug__regex=SLUG),
                violation_error_message="L'identifiant n'a que des lettres minuscules, des chiffres et des tirets.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/glossaire/#{self.slug}"

    def clean(self) -> None:
        require_comparable(self.name)
