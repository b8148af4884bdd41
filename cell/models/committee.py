"""Who steers the cell."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from poles.models.period import STARTS, Period
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked()
class CommitteeSeat(Period):
    """An organisation in the steering committee, for a period. Organisations only: no person is named."""

    organisation = models.ForeignKey("poles.Organisation", models.PROTECT, related_name="+", verbose_name="structure")
    role = models.CharField("à quel titre", max_length=150, blank=True, help_text="Comme « membre de l'Inter-réseau PTCE ».")
    source = models.CharField("source", max_length=500, blank=True, help_text="Adresse ou référence.")

    class Meta(Period.Meta):
        verbose_name = "siège au comité de pilotage"
        verbose_name_plural = "sièges au comité de pilotage"
        ordering = ["period", "pk"]
        triggers = [raises_content_version()]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                name="committeeseat_dated",
                condition=STARTS,
                violation_error_message="Un siège a une date de début, au moins à l'année près.",
            ),
            ExclusionConstraint(
                name="committeeseat_periods_apart",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Cette structure siège déjà pendant cette période.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
