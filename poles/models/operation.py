"""What the staff did at once to many rows, and may undo as a whole."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from poles.constraints import required_values
from poles.enums import OperationKind, RecordKind


class Operation(models.Model):
    """A merge of two records, or an import: its changes are those that history keeps under `context`. It is history itself."""

    kind = models.CharField("nature", max_length=20, choices=OperationKind.choices)
    label = models.CharField("ce qui a été fait", max_length=500)
    context = models.UUIDField("contexte de l'historique", unique=True, default=uuid.uuid4, editable=False)
    moved = models.JSONField(
        "lignes sans historique", default=list, editable=False, help_text="Modèle, clé, champ, valeur avant et après."
    )
    at = models.DateTimeField("le", db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="par"
    )
    undone_at = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="annulée par",
    )  # fmt: skip

    class Meta:
        verbose_name = "opération"
        verbose_name_plural = "opérations"
        ordering = ["-at", "-pk"]
        constraints = [
            *required_values("operation", kind=OperationKind),
            models.CheckConstraint(
                name="operation_undone_after",
                condition=Q(undone_at=None) | Q(undone_at__gte=F("at")),
                violation_error_message="Une opération s'annule après avoir été faite.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class KnownApart(models.Model):
    """Two records that look alike, and that a person has told are two."""

    kind = models.CharField("nature", max_length=20, choices=RecordKind.choices)
    one = models.PositiveBigIntegerField("clé de l'un")
    other = models.PositiveBigIntegerField("clé de l'autre", help_text="La plus grande des deux.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "paire distincte"
        verbose_name_plural = "paires distinctes"
        constraints = [
            models.UniqueConstraint(
                name="known_apart_once", fields=["kind", "one", "other"], violation_error_message="Cette paire est déjà connue."
            ),
            models.CheckConstraint(
                name="known_apart_ordered", condition=Q(one__lt=F("other")), violation_error_message="Une paire a deux clés."
            ),
            *required_values("known_apart", kind=RecordKind),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
