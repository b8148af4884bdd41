"""Where each value of a pole's page comes from."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from poles.constraints import required_values
from poles.enums import OriginKind
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

# Columns that go together, under one name (`poles.services.provenance.GROUPS`), and rows that their model does not name so.
GROUP_LABELS = {"seat": "siège", "territory": "territoire d'action"}


@tracked()
class FieldOrigin(models.Model):
    """The origin of one field of one pole: the last to have set it, and the day for which it was true."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="origins", verbose_name="pôle")
    field = models.CharField("champ", max_length=40)
    kind = models.CharField("origine", max_length=10, choices=OriginKind.choices)
    as_of = models.DateField("à la date du", help_text="Jour où la valeur a été vérifiée.")

    class Meta:
        verbose_name = "origine d'un champ"
        verbose_name_plural = "origines des champs"
        triggers = [raises_content_version()]
        constraints = [
            models.UniqueConstraint(
                name="field_origin_unique", fields=["pole", "field"], violation_error_message="Ce champ a déjà une origine."
            ),
            *required_values("field_origin", kind=OriginKind),
        ]

    def __str__(self) -> str:
        return f"{self.pole}, {self.label} : {self.get_kind_display()}"

    @property
    def label(self) -> str:
        """What the field is called: a column of poles, a group of columns, or rows of the pole."""
        try:
            found: Any = self._meta.get_field("pole").related_model._meta.get_field(self.field)  # type: ignore[union-attr]
        except FieldDoesNotExist:
            return GROUP_LABELS.get(self.field, self.field)
        return str(getattr(found, "verbose_name", "") or found.related_model._meta.verbose_name_plural)
