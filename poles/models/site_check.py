"""Whether the web addresses of poles answer."""

from django.db import models
from django.db.models import Q

from poles.constraints import required_values
from poles.enums import SiteState


class SiteCheck(models.Model):
    """What an address answered when it was last asked, and when it is asked again. Of a machine, so without history."""

    url = models.CharField("adresse", max_length=300, unique=True)
    state = models.CharField("état", max_length=10, choices=SiteState.choices, default=SiteState.UNKNOWN)
    told = models.CharField("réponse", max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    failing_since = models.DateTimeField("sans réponse depuis", null=True, blank=True)
    checked_at = models.DateTimeField("demandée le", null=True, blank=True)
    next_at = models.DateTimeField("à demander le", db_index=True)

    class Meta:
        verbose_name = "visite d'un site"
        verbose_name_plural = "visites de sites"
        ordering = ["-checked_at", "pk"]
        constraints = [
            *required_values("sitecheck", state=SiteState),
            models.CheckConstraint(
                name="sitecheck_dead_failed",
                condition=~Q(state=SiteState.DEAD) | Q(failures__gt=0, failing_since__isnull=False),
                violation_error_message="Un site ne répond plus après des échecs.",
            ),
        ]

    def __str__(self) -> str:
        return self.url
