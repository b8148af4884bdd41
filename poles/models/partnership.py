"""What collectivités do in poles."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from poles.constraints import safe_address
from poles.fields import WebAddressField
from poles.models.period import Period
from poles.models.territory import Collectivity
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked()
class PartnershipRole(models.Model):
    """A way for a collectivité to support a pole. The list widens that of the RTES survey of 2016; it is ours, and editable."""

    slug = models.SlugField("identifiant", max_length=40, unique=True)
    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "rôle de collectivité"
        verbose_name_plural = "rôles de collectivités"
        ordering = ["pk"]
        triggers = [raises_content_version()]

    def __str__(self) -> str:
        return self.name


@tracked()
class Partnership(Period):
    """A collectivité beside a pole, for a period."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="partnerships", verbose_name="pôle")
    collectivity = models.ForeignKey(Collectivity, models.PROTECT, related_name="partnerships", verbose_name="collectivité")
    roles = models.ManyToManyField(PartnershipRole, through="PartnershipRoleLink", related_name="+", verbose_name="rôles")
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2, null=True, blank=True, help_text="En euros.")
    link = WebAddressField("lien", max_length=500, blank=True, help_text="Délibération, convention ou page qui en parle.")

    class Meta(Period.Meta):
        verbose_name = "partenariat"
        verbose_name_plural = "partenariats"
        triggers = [raises_content_version()]
        constraints = [
            *Period.Meta.constraints,
            safe_address("partnership", "link"),
            models.CheckConstraint(
                name="partnership_amount_not_negative",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
            ExclusionConstraint(
                name="partnership_periods_apart",
                expressions=[
                    ("pole", RangeOperators.EQUAL),
                    ("collectivity", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Cette collectivité est déjà partenaire du pôle pendant cette période.",
            ),
            models.UniqueConstraint(
                name="partnership_undated_unique",
                fields=["pole", "collectivity"],
                condition=Q(period=None),
                violation_error_message="Cette collectivité est déjà partenaire du pôle, sans date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collectivity} – {self.pole}"


@tracked()
class PartnershipRoleLink(models.Model):
    """One role of a collectivité in a partnership."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="role_links", verbose_name="partenariat")
    role = models.ForeignKey(PartnershipRole, models.PROTECT, related_name="+", verbose_name="rôle")

    class Meta:
        verbose_name = "rôle tenu"
        verbose_name_plural = "rôles tenus"
        triggers = [raises_content_version()]
        constraints = [
            models.UniqueConstraint(
                name="partnership_role_unique",
                fields=["partnership", "role"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Ce rôle est déjà donné.",
            )
        ]

    def __str__(self) -> str:
        return str(self.role)
