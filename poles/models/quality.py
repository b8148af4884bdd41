"""How many faults there were, week after week."""

from django.db import models

from poles.enums import Level
from poles.models.territory import Collectivity


class QualityCount(models.Model):
    """On a day, how many published poles of a région had a kind of fault (`poles.quality`). Written by a job, never changed."""

    day = models.DateField("jour")
    region = models.ForeignKey(
        Collectivity, models.PROTECT, related_name="+", limit_choices_to={"level": Level.REGION}, verbose_name="région"
    )
    fault = models.CharField("défaut", max_length=30, help_text="Vide : tous les pôles publiés.", blank=True)
    count = models.PositiveIntegerField("pôles")

    class Meta:
        verbose_name = "compte de qualité"
        verbose_name_plural = "comptes de qualité"
        ordering = ["-day", "fault", "region"]
        constraints = [
            models.UniqueConstraint(
                name="qualitycount_once", fields=["day", "fault", "region"], violation_error_message="Ce compte existe déjà."
            )
        ]

    def __str__(self) -> str:
        return f"{self.fault} {self.day:%d/%m/%Y} : {self.count}"
