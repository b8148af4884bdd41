"""People named on a pole's page, who said yes to it. Personal data, so without history: who says no again is nowhere."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from poles.models.pole import PHONE, PHONE_NEEDED
from ptce_site.triggers import raises_content_version


class NamedContact(models.Model):
    """A person to write to. Shown once they have agreed, by a link that only their address received."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="named_contacts", verbose_name="pôle")
    name = models.CharField("nom", max_length=150)
    function = models.CharField("fonction", max_length=150)
    email = models.EmailField("adresse électronique")
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[RegexValidator(PHONE, PHONE_NEEDED)])
    shows_email = models.BooleanField("montrer cette adresse", default=False, db_default=False)
    asked_at = models.DateTimeField("accord demandé le", db_default=Now(), editable=False)
    consented_at = models.DateTimeField("accord donné le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "personne à contacter"
        verbose_name_plural = "personnes à contacter"
        ordering = ["pk"]
        triggers = [raises_content_version()]
        constraints = [
            models.UniqueConstraint(
                name="namedcontact_unique",
                fields=["pole", "email"],
                violation_error_message="Cette personne est déjà dans la liste.",
            ),
            models.CheckConstraint(
                name="namedcontact_email_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message="L'adresse s'enregistre en minuscules.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.pole}"

    def clean_fields(self, exclude: Any = None) -> None:
        self.email = self.email.strip().lower()
        super().clean_fields(exclude)
