"""Rows that are a part of a pole's page: sectors, territory of action, addresses elsewhere, sources."""

from django.db import models
from django.db.models import Q

from poles import triggers
from poles.constraints import ADDRESS_NEEDED, HTTP_ADDRESS, safe_address
from poles.fields import WebAddressField
from poles.models.pole import Pole
from poles.models.sector import Sector
from poles.models.territory import Collectivity
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked()
class PoleSector(models.Model):
    """A sector that a pole works in; one at most is its pivot."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="sector_links", verbose_name="pôle")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name="secteur")
    is_pivot = models.BooleanField("secteur pivot", default=False)

    class Meta:
        verbose_name = "secteur du pôle"
        verbose_name_plural = "secteurs du pôle"
        ordering = ["-is_pivot", "pk"]
        triggers = [raises_content_version(), *triggers.SEARCH_OF_PART]
        constraints = [
            models.UniqueConstraint(
                name="pole_sector_unique",
                fields=["pole", "sector"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Le pôle a déjà ce secteur.",
            ),
            models.UniqueConstraint(
                name="pole_sector_one_pivot",
                fields=["pole"],
                condition=Q(is_pivot=True),
                violation_error_message="Un pôle n'a qu'un secteur pivot.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.sector)


@tracked()
class PoleTerritory(models.Model):
    """A collectivité, of any level, on whose territory a pole acts."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="territory_links", verbose_name="pôle")
    collectivity = models.ForeignKey(Collectivity, models.PROTECT, related_name="+", verbose_name="collectivité")

    class Meta:
        verbose_name = "territoire d'action"
        verbose_name_plural = "territoires d'action"
        ordering = ["pk"]
        triggers = [raises_content_version(), *triggers.SEARCH_OF_PART]
        constraints = [
            models.UniqueConstraint(
                name="pole_territory_unique",
                fields=["pole", "collectivity"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Le pôle agit déjà sur ce territoire.",
            )
        ]

    def __str__(self) -> str:
        return str(self.collectivity)


@tracked()
class SocialAddress(models.Model):
    """An account of a pole on a social network."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="social_addresses", verbose_name="pôle")
    url = WebAddressField("adresse", max_length=300)

    class Meta:
        verbose_name = "réseau social"
        verbose_name_plural = "réseaux sociaux"
        ordering = ["pk"]
        triggers = [raises_content_version()]
        constraints = [
            safe_address("social_address", "url"),
            models.UniqueConstraint(
                name="social_address_unique",
                fields=["pole", "url"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Adresse déjà donnée.",
            ),
        ]

    def __str__(self) -> str:
        return self.url


@tracked()
class Source(models.Model):
    """A public page that supports what is said of a pole."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="sources", verbose_name="pôle")
    url = WebAddressField("adresse", max_length=500)

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["pk"]
        triggers = [raises_content_version()]
        constraints = [
            models.CheckConstraint(
                name="source_url_safe",
                condition=Q(url__regex=HTTP_ADDRESS),
                violation_error_message=ADDRESS_NEEDED,
            ),
            models.UniqueConstraint(
                name="source_unique",
                fields=["pole", "url"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Source déjà donnée.",
            ),
        ]

    def __str__(self) -> str:
        return self.url
