"""What a pole's editors ask to change, and what became of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from poles.constraints import known_values, required_values
from poles.enums import Decision, ProposalState
from ptce_site.history import tracked

State = ProposalState
DECIDED = (State.ACCEPTED, State.PARTLY_ACCEPTED, State.REFUSED)
# Sent, and not settled.
PENDING = (State.SUBMITTED, State.SENT_BACK)
# Where a proposal may go from where it stands: held by the database too.
TRANSITIONS: dict[ProposalState, tuple[ProposalState, ...]] = {
    State.DRAFT: (State.SUBMITTED, State.WITHDRAWN),
    State.SUBMITTED: (*DECIDED, State.SENT_BACK, State.WITHDRAWN, State.SUPERSEDED),
    State.SENT_BACK: (State.WITHDRAWN, State.SUPERSEDED),
}


@tracked()
class Proposal(models.Model):
    """Changes of a pole's page by one of its editors. What is published at once is one too, accepted when it is made.

    A pole has at most one draft, which its editors share, and at most one that waits for the cell or was sent back.
    """

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="proposals", verbose_name="pôle")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="de"
    )
    state = models.CharField("état", max_length=20, choices=ProposalState.choices, default=ProposalState.DRAFT)
    is_direct = models.BooleanField("publiée sans relecture", default=False)
    message = models.TextField("message à la cellule", max_length=2000, blank=True)
    reply = models.TextField("réponse", max_length=2000, blank=True)
    created_at = models.DateTimeField("commencée le", db_default=Now(), editable=False)
    submitted_at = models.DateTimeField("envoyée le", null=True, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    seen_at = models.DateTimeField(
        "vue par la cellule le", null=True, blank=True, help_text="De ce qui a été publié sans relecture."
    )

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ["submitted_at", "pk"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="proposal_queue_idx")]
        triggers = [
            pgtrigger.FSM(
                name="state_moves",
                field="state",
                transitions=[(str(one), str(other)) for one, others in TRANSITIONS.items() for other in others],
            )
        ]
        constraints = [
            *required_values("proposal", state=ProposalState),
            models.UniqueConstraint(
                name="proposal_one_draft",
                fields=["pole"],
                condition=Q(state=State.DRAFT),
                violation_error_message="Ce pôle a déjà un brouillon.",
            ),
            models.UniqueConstraint(
                name="proposal_one_pending",
                fields=["pole"],
                condition=Q(state__in=PENDING),
                violation_error_message="Une proposition de ce pôle attend déjà.",
            ),
            models.CheckConstraint(
                name="proposal_sent_has_day",
                condition=Q(state__in=(State.DRAFT, State.WITHDRAWN)) | Q(submitted_at__isnull=False),
                violation_error_message="Une proposition envoyée l'a été un jour.",
            ),
            models.CheckConstraint(
                name="proposal_decided_has_day",
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False),
                violation_error_message="Une proposition décidée l'a été un jour.",
            ),
            models.CheckConstraint(
                name="proposal_refusal_has_reason",
                condition=~Q(state__in=(State.REFUSED, State.SENT_BACK)) | ~Q(reply=""),
                violation_error_message="Dites pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pole} – {self.get_state_display()}"


@tracked()
class ProposedChange(models.Model):
    """One field, or one row of a list, with the value that it was based on and the one that is asked.

    Values are those of `poles.services.subjects`: plain JSON with public codes. None before is a row to add; None after, one
    to take away.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes", verbose_name="proposition")
    subject = models.CharField("ce qui change", max_length=40)
    row = models.PositiveBigIntegerField("clé de la ligne", null=True, blank=True)
    before = models.JSONField("avant", null=True)
    after = models.JSONField("après", null=True)
    decision = models.CharField("décision", max_length=10, choices=Decision.choices, blank=True)

    class Meta:
        verbose_name = "changement proposé"
        verbose_name_plural = "changements proposés"
        ordering = ["pk"]
        constraints = [
            *known_values("proposed_change", decision=Decision),
            models.UniqueConstraint(
                name="proposed_change_once",
                fields=["proposal", "subject", "row"],
                violation_error_message="Cette proposition change déjà ce champ.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
