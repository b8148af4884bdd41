"""Files that were loaded, so that a start does not load them again."""

from django.db import models
from django.db.models.functions import Now


class LoadedFile(models.Model):
    """A set of files that a command has loaded, with the digest of their content then."""

    name = models.CharField("nom", max_length=60, primary_key=True)
    digest = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le", db_default=Now())

    class Meta:
        verbose_name = "fichier chargé"
        verbose_name_plural = "fichiers chargés"

    def __str__(self) -> str:
        return self.name
