"""What the cell enters of a région: whom to contact there, and what its plans say of the poles."""

from django.db import models
from django.db.models import Q

from poles import triggers
from poles.constraints import known_values, required_values, safe_address
from poles.enums import Level, RegionalPlan, StartPrecision
from poles.fields import WebAddressField
from poles.models.territory import Collectivity
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked()
class RegionalContact(models.Model):
    """The structure to ask in a région: a generic address, never a person's."""

    region = models.OneToOneField(
        Collectivity, models.PROTECT, related_name="contact", limit_choices_to={"level": Level.REGION}, verbose_name="région"
    )
    name = models.CharField("structure", max_length=200)
    email = models.EmailField("adresse électronique générique", blank=True, help_text="Pas celle d'une personne.")
    website = WebAddressField("site", max_length=300, blank=True)

    class Meta:
        verbose_name = "contact régional"
        verbose_name_plural = "contacts régionaux"
        ordering = ["region__sort_key"]
        triggers = [raises_content_version(), *triggers.level_of("region_id", Level.REGION)]
        constraints = [
            safe_address("regional_contact"),
            models.CheckConstraint(
                name="regional_contact_reachable",
                condition=~Q(email="") | ~Q(website=""),
                violation_error_message="Indiquez une adresse électronique ou un site.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.region})"


@tracked()
class PlanMention(models.Model):
    """What a plan of a région (SRDEII, SRADDET…) says of the poles, with its date and source."""

    region = models.ForeignKey(
        Collectivity, models.PROTECT, related_name="plan_mentions", limit_choices_to={"level": Level.REGION},
        verbose_name="région",
    )  # fmt: skip
    plan = models.CharField("document", max_length=10, choices=RegionalPlan.choices)
    date = models.DateField("date", help_text="Premier jour du mois ou de l'année quand le jour n'est pas connu.")
    date_precision = models.CharField("précision", max_length=10, choices=StartPrecision.choices, default=StartPrecision.DAY)
    says = models.CharField("ce qui y est dit", max_length=600)
    source = models.CharField("source", max_length=300)
    link = WebAddressField("lien", max_length=500, blank=True)

    class Meta:
        verbose_name = "mention dans un document régional"
        verbose_name_plural = "mentions dans des documents régionaux"
        ordering = ["-date", "pk"]
        triggers = [raises_content_version(), *triggers.level_of("region_id", Level.REGION)]
        constraints = [
            *required_values("plan_mention", plan=RegionalPlan),
            *known_values("plan_mention", date_precision=StartPrecision),
            safe_address("plan_mention", "link"),
            models.CheckConstraint(
                name="plan_mention_date_precision",
                condition=Q(date_precision=StartPrecision.DAY)
                | Q(date_precision=StartPrecision.MONTH, date__day=1)
                | Q(date_precision=StartPrecision.YEAR, date__day=1, date__month=1),
                violation_error_message="La précision ne correspond pas à la date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_plan_display()} – {self.region}"
