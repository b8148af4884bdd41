"""Campaigns: signatories of a former version are invited to sign the new one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from charter.enums import CampaignState
from charter.models.version import CharterVersion
from poles.constraints import required_values
from ptce_site.history import tracked


@tracked()
class Campaign(models.Model):
    """Letters about one version, by rounds: the invitation (0), then reminders. One at a time for a version."""

    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="campaigns", verbose_name="version à signer")
    subject = models.CharField("objet", max_length=150)
    text = models.TextField(
        "texte", max_length=5000, help_text="Texte simple. L'adresse où signer est ajoutée à la fin, pour chaque pôle."
    )
    state = models.CharField("état", max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT, editable=False)
    round = models.PositiveSmallIntegerField(
        "tour", default=0, editable=False, help_text="0 : l'invitation ; ensuite, les rappels."
    )
    created_at = models.DateTimeField("écrite le", db_default=Now(), editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="lancée par",
    )  # fmt: skip

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        ordering = ["-created_at", "-pk"]
        constraints = [
            *required_values("campaign", state=CampaignState),
            models.UniqueConstraint(
                name="campaign_one_at_a_time",
                fields=["version"],
                condition=~Q(state=CampaignState.OVER),
                violation_error_message="Une campagne pour cette version n'est pas terminée.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class CampaignLetter(models.Model):
    """What one address received in a round, for one pole or several. Personal data, so without history."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="letters", verbose_name="campagne")
    round = models.PositiveSmallIntegerField("tour")
    email = models.EmailField("adresse", blank=True, help_text="Vide quand elle a été effacée.")
    signatures = models.ManyToManyField("charter.Signature", related_name="campaign_letters", verbose_name="signatures")
    letter = models.ForeignKey(
        "ptce_site.Letter", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="courriel"
    )
    written_at = models.DateTimeField("écrite le", db_default=Now())

    class Meta:
        verbose_name = "courriel de campagne"
        verbose_name_plural = "courriels de campagne"
        constraints = [
            models.UniqueConstraint(
                name="campaign_letter_once",
                fields=["campaign", "round", "email"],
                condition=~Q(email=""),
                violation_error_message="Cette adresse a déjà reçu ce courriel.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} – {self.round}"
