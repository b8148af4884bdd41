"""Files that the staff sends to be imported: what they hold, how their columns are read, what became of their lines."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from poles.constraints import required_values
from poles.enums import ImportState
from poles.models.operation import Operation


class Import(models.Model):
    """A file, from its sending to its writing. It is history itself; what it holds is erased after a while."""

    kind = models.CharField("contenu", max_length=20, help_text="Voir `poles.services.import_kinds`.")
    file_name = models.CharField("fichier", max_length=200)
    state = models.CharField("état", max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED)
    table = models.JSONField("tableau", null=True, editable=False, help_text="Titres, lignes numérotées, lignes mal formées.")
    columns = models.JSONField("colonnes", default=dict, editable=False, help_text="Pour chaque titre, la colonne qu'il est.")
    lines = models.PositiveIntegerField("lignes", default=0, editable=False)
    done = models.PositiveIntegerField("lignes faites", default=0, editable=False)
    report = models.JSONField("rapport", null=True, editable=False)
    counts = models.JSONField("résultat", default=dict, editable=False, help_text="Combien de lignes de chaque sorte.")
    operation = models.OneToOneField(
        Operation, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="opération"
    )
    sent_at = models.DateTimeField("envoyé le", db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            *required_values("import", state=ImportState),
            models.CheckConstraint(
                name="import_reads_its_table",
                condition=Q(state__in=(ImportState.WRITTEN, ImportState.FAILED)) | Q(table__isnull=False),
                violation_error_message="Le contenu de ce fichier est effacé : envoyez-le de nouveau.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
