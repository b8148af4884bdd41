"""Places that poles open or share."""

from django.db import models
from django.db.models import Q

from poles import triggers
from poles.constraints import known_values, point, safe_address
from poles.enums import Level, PointPrecision
from poles.fields import WebAddressField
from poles.models.territory import Collectivity
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked()
class Place(models.Model):
    """A place of a pole: workshop, shop, shared offices…"""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="places", verbose_name="pôle")
    name = models.CharField("nom", max_length=150)
    description = models.CharField("ce qu'on y trouve", max_length=300, blank=True)
    address = models.CharField("adresse", max_length=250, blank=True)
    commune = models.ForeignKey(
        Collectivity, models.PROTECT, null=True, blank=True, related_name="+", limit_choices_to={"level": Level.COMMUNE},
        verbose_name="commune",
    )  # fmt: skip
    latitude = models.FloatField("latitude", null=True, blank=True, help_text="En degrés.")
    longitude = models.FloatField("longitude", null=True, blank=True, help_text="En degrés.")
    point_precision = models.CharField("le point est", max_length=12, choices=PointPrecision.choices, blank=True)
    website = WebAddressField("site", max_length=300, blank=True)

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["pk"]
        triggers = [raises_content_version(), *triggers.level_of("commune_id", Level.COMMUNE), *triggers.SEARCH_OF_PART]
        constraints = [
            models.UniqueConstraint(
                name="place_name_unique_in_pole",
                fields=["pole", "name"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Le pôle a déjà un lieu de ce nom.",
            ),
            models.CheckConstraint(
                name="place_name_not_blank",
                condition=~Q(name__regex=r"^\s*$"),
                violation_error_message="Le lieu doit avoir un nom.",
            ),
            safe_address("place"),
            *point("place"),
            *known_values("place", point_precision=PointPrecision),
        ]

    def __str__(self) -> str:
        return self.name
