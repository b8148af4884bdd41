"""Who keeps a pole's page, and who is asked to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from poles.constraints import required_values
from poles.enums import CoordinatorLevel
from ptce_site.history import tracked


@tracked(exclude=["visited_at", "visited_before"])
class Coordinator(models.Model):
    """A person who may see the space of a pole, and edit its page when they are an editor."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinated", verbose_name="compte")
    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="coordinators", verbose_name="pôle")
    level = models.CharField("droit", max_length=10, choices=CoordinatorLevel.choices, default=CoordinatorLevel.EDITOR)
    created_at = models.DateTimeField("depuis le", db_default=Now(), editable=False)
    visited_at = models.DateTimeField("dernière visite", null=True, blank=True, editable=False)
    visited_before = models.DateTimeField("visite d'avant", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "animateur ou animatrice"
        verbose_name_plural = "animateurs et animatrices"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="coordinator_unique", fields=["user", "pole"], violation_error_message="Cette personne a déjà cette page."
            ),
            *required_values("coordinator", level=CoordinatorLevel),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.pole}"


@tracked()
class Invitation(models.Model):
    """An address asked to keep a pole's page. Its link is a signature of its key: nothing secret is kept here."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="invitations", verbose_name="pôle")
    email = models.EmailField("adresse électronique")
    level = models.CharField("droit", max_length=10, choices=CoordinatorLevel.choices, default=CoordinatorLevel.EDITOR)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="invitation de",
    )  # fmt: skip
    created_at = models.DateTimeField("créée le", db_default=Now(), editable=False)
    sent_at = models.DateTimeField("envoyée le", editable=False)
    expires_at = models.DateTimeField("valable jusqu'au", editable=False)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_one_open",
                fields=["pole", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                violation_error_message="Une invitation à cette adresse est déjà ouverte : renvoyez-la.",
            ),
            models.CheckConstraint(
                name="invitation_email_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message="L'adresse s'enregistre en minuscules.",
            ),
            models.CheckConstraint(
                name="invitation_one_end",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message="Une invitation acceptée ne s'annule pas.",
            ),
            *required_values("invitation", level=CoordinatorLevel),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.pole}"

    def clean_fields(self, exclude: Any = None) -> None:
        self.email = self.email.strip().lower()
        super().clean_fields(exclude)
