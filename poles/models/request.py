"""What visitors write to the cell: that they animate a pole, that a page is wrong. Personal data, so without history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from poles.constraints import required_values
from poles.enums import ClaimState


class Claim(models.Model):
    """A person who says that they animate a pole and asks to keep its page. It opens nothing until the cell accepts it."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="claims", verbose_name="pôle")
    name = models.CharField("nom", max_length=150)
    function = models.CharField("fonction", max_length=150)
    email = models.EmailField("adresse électronique")
    proof = models.TextField("ce qui le montre", max_length=2000)
    state = models.CharField("état", max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING, editable=False)
    reply = models.TextField("réponse", max_length=2000, blank=True)
    created_at = models.DateTimeField("reçue le", db_default=Now(), editable=False)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="décidée par",
    )  # fmt: skip

    class Meta:
        verbose_name = "demande d'animation"
        verbose_name_plural = "demandes d'animation"
        ordering = ["-created_at", "-pk"]
        constraints = [
            *required_values("claim", state=ClaimState),
            models.UniqueConstraint(
                name="claim_one_waiting",
                fields=["pole", "email"],
                condition=Q(state=ClaimState.WAITING),
                violation_error_message="Une demande de cette adresse attend déjà.",
            ),
            models.CheckConstraint(
                name="claim_decided_has_day",
                condition=Q(state=ClaimState.WAITING) | Q(decided_at__isnull=False),
                violation_error_message="Une demande décidée l'a été un jour.",
            ),
            models.CheckConstraint(
                name="claim_refusal_has_reason",
                condition=~Q(state=ClaimState.REFUSED) | ~Q(reply=""),
                violation_error_message="Dites pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.pole}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided."""
        return self.state == ClaimState.WAITING

    @property
    def outcome(self) -> str:
        """What was decided, and by whom."""
        return f"{self.get_state_display()} par {self.decided_by}"


class Report(models.Model):
    """An error that a visitor tells of; their address, if they gave one, is erased after `requests.KEPT_DAYS`."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, null=True, blank=True, related_name="reports", verbose_name="pôle")
    what = models.TextField("ce qui est faux", max_length=3000)
    source = models.CharField("ce qui le montre", max_length=500, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    created_at = models.DateTimeField("reçu le", db_default=Now(), editable=False)
    settled_at = models.DateTimeField("traité le", null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="traité par",
    )  # fmt: skip
    note = models.TextField("ce qui en a été fait", max_length=2000, blank=True)

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pole or 'Annuaire'} – {self.what[:60]}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has settled it."""
        return self.settled_at is None

    @property
    def outcome(self) -> str:
        """By whom it was settled."""
        return f"traité par {self.settled_by}"
