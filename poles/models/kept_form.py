"""What somebody had typed and not yet sent."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class KeptForm(models.Model):
    """A form as it was typed, right or wrong, of one person: not a fact about the pole, so without history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="compte")
    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="+", verbose_name="pôle")
    section = models.CharField("partie", max_length=40)
    typed = models.JSONField("saisie", help_text="Les valeurs de chaque champ, telles que le navigateur les envoie.")
    kept_at = models.DateTimeField("gardée le", db_default=Now())

    class Meta:
        verbose_name = "saisie gardée"
        verbose_name_plural = "saisies gardées"
        constraints = [
            models.UniqueConstraint(
                name="kept_form_once", fields=["user", "pole", "section"], violation_error_message="Saisie déjà gardée."
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} – {self.pole}"
