"""Dated figures on the whole network, published by others."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from poles.constraints import required_values
from poles.enums import FactUnit, StartPrecision
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked()
class NetworkFact(models.Model):
    """A figure that somebody published. Figures that disagree count different things: shown with date and rule."""

    date = models.DateField(
        "date", null=True, blank=True, help_text="Premier jour du mois ou de l'année quand le jour n'est pas connu."
    )
    date_precision = models.CharField("précision", max_length=10, choices=StartPrecision.choices)
    call = models.CharField("appel", max_length=40, blank=True, help_text="Appel à projets dont le chiffre parle, ou rien.")
    kind = models.CharField("nature", max_length=40)
    minimum = models.DecimalField("minimum", max_digits=14, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("maximum", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=10, choices=FactUnit.choices)
    meaning = models.CharField("ce qui est compté", max_length=500)
    sources = ArrayField(models.CharField(max_length=500), verbose_name="sources", default=list, blank=True)

    class Meta:
        verbose_name = "chiffre du réseau"
        verbose_name_plural = "chiffres du réseau"
        ordering = [models.F("date").desc(nulls_last=True), "call", "kind", "pk"]
        triggers = [raises_content_version()]
        constraints = [
            # Not NULLS NOT DISTINCT: PostgreSQL 14 lacks it.
            models.UniqueConstraint(
                models.functions.Coalesce("date", models.Value("0001-01-01", models.DateField())),
                "date_precision",
                "call",
                "kind",
                "meaning",
                name="network_fact_unique",
                violation_error_message="Ce chiffre est déjà enregistré.",
            ),
            *required_values("network_fact", unit=FactUnit, date_precision=StartPrecision),
            models.CheckConstraint(
                name="network_fact_bounds_ordered",
                condition=Q(minimum=None, maximum=None)
                | Q(minimum__gte=0, maximum__isnull=False, maximum__gte=models.F("minimum")),
                violation_error_message="Le minimum n'est pas négatif, et le maximum ne peut pas être dessous.",
            ),
            models.CheckConstraint(
                name="network_fact_says_what",
                condition=~Q(kind="") & ~Q(meaning=""),
                violation_error_message="Un chiffre dit ce qu'il compte.",
            ),
            models.CheckConstraint(
                name="network_fact_date_precision",
                condition=Q(date=None, date_precision=StartPrecision.UNKNOWN)
                | Q(date__isnull=False, date_precision=StartPrecision.DAY)
                | Q(date__isnull=False, date_precision=StartPrecision.MONTH, date__day=1)
                | Q(date__isnull=False, date_precision=StartPrecision.YEAR, date__day=1, date__month=1),
                violation_error_message="La précision ne correspond pas à la date.",
            ),
            models.CheckConstraint(
                name="network_fact_text_has_no_figure",
                condition=Q(unit=FactUnit.TEXT, minimum=None) | ~Q(unit=FactUnit.TEXT) & Q(minimum__isnull=False),
                violation_error_message="Un chiffre a une valeur ; un texte n'en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.meaning
