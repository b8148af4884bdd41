"""Pictures, kept in the database so that web processes hold no state."""

from django.db import models
from django.urls import reverse

from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked(exclude=["content"])
class Picture(models.Model):
    """A picture as we re-encoded it, found by the SHA-256 of its bytes, which never change."""

    digest = models.CharField("empreinte", max_length=64, unique=True)
    content = models.BinaryField("contenu")
    width = models.PositiveSmallIntegerField("largeur", help_text="En pixels.")
    height = models.PositiveSmallIntegerField("hauteur", help_text="En pixels.")
    created_at = models.DateTimeField("ajoutée le", db_default=models.functions.Now(), editable=False)

    class Meta:
        verbose_name = "image"
        verbose_name_plural = "images"
        triggers = [raises_content_version()]
        constraints = [
            models.CheckConstraint(
                name="picture_digest_form",
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="L'empreinte a 64 chiffres hexadécimaux.",
            ),
            models.CheckConstraint(
                name="picture_has_size",
                condition=models.Q(width__gte=1, height__gte=1),
                violation_error_message="Une image a une largeur et une hauteur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} ({self.width} × {self.height})"

    def get_absolute_url(self) -> str:
        return reverse("poles:picture", args=[self.digest])
