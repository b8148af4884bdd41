"""Signatures of the charter: who signed which version, from which day to which day."""

import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from charter.enums import SignatureState
from charter.models.version import CharterVersion
from poles.constraints import required_values
from poles.enums import EndPrecision
from poles.fields import IdentifierField
from poles.functions import Normalized, SiretIsValid
from poles.models.period import ENDS, STARTS, Period
from poles.text import require_comparable
from ptce_site.clock import today
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

State = SignatureState
CODE_PREFIX = "CH-"
# Not decided yet.
PENDING = (State.SENT, State.INCOMPLETE)
# What the register holds: in force, or having been.
PUBLIC = (State.REGISTERED, State.WITHDRAWN, State.RENEWED)
# Where a signature may go from where it stands: held by the database too. What was withdrawn by mistake is signed again.
TRANSITIONS: dict[SignatureState, tuple[SignatureState, ...]] = {
    State.SENT: (State.INCOMPLETE, State.REGISTERED, State.DECLINED),
    State.INCOMPLETE: (State.SENT, State.DECLINED),
    State.REGISTERED: (State.WITHDRAWN, State.RENEWED),
}
# Who signed for the pole: left out of the history, so that erasing them is done in one place.
PERSONAL = ("signatory_name", "signatory_function", "email")
LIVE = Q(state__in=(*PENDING, State.REGISTERED))
OVER = Q(state__in=(State.WITHDRAWN, State.RENEWED))
NO_POLE = Q(pole=None)


class NextSignatureNumber(models.Func):
    """The number after the highest ever given (SQL function made in migration 0002)."""

    function = "public.next_signature_number"
    output_field = models.PositiveIntegerField()


@tracked(exclude=["sort_key", *PERSONAL])
class Signature(Period):
    """A pole that signed a version of the charter. Never deleted: withdrawn, or renewed by another.

    The period is that of being in the register: it begins the day when the signature is registered, or, for a past one, the
    day when it was given, as it is known. Before it is registered, the pole may be one that the directory does not hold.
    """

    number = models.PositiveIntegerField("numéro", unique=True, db_default=NextSignatureNumber(), editable=False)
    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="signatures", verbose_name="version")
    pole = models.ForeignKey(
        "poles.Pole", models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name="pôle"
    )
    name = models.CharField("nom du pôle", max_length=200, help_text="Tel qu'il est signé.")
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)
    commune = models.ForeignKey(
        "poles.Collectivity", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune du siège"
    )
    siret = IdentifierField("SIRET", max_length=14, blank=True)
    signatory_name = models.CharField("signataire", max_length=150, blank=True)
    signatory_function = models.CharField("fonction", max_length=150, blank=True)
    email = models.EmailField("adresse professionnelle", blank=True)
    shows_signatory = models.BooleanField("le nom du signataire est public", default=False)
    statement = models.TextField("ce que la charte change pour le pôle", max_length=3000, blank=True)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField("reçue le", db_default=Now(), editable=False)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="décidée par",
    )  # fmt: skip
    reply = models.TextField("réponse au signataire", max_length=2000, blank=True)
    end_reason = models.CharField("raison du retrait", max_length=300, blank=True, help_text="Publique.")
    renewed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renews", verbose_name="renouvelée par"
    )
    source = models.CharField("source", max_length=500, blank=True, help_text="D'une signature passée : où elle est dite.")
    recognition = models.OneToOneField(
        "poles.Recognition", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta(Period.Meta):
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        ordering = ["sent_at", "pk"]
        indexes = [
            # Of what waits alone: else one pole's signatures are looked for through it, in all the register.
            models.Index(fields=["state", "sent_at"], name="signature_waiting_idx", condition=Q(state__in=PENDING)),
        ]
        triggers = [
            raises_content_version(),
            pgtrigger.FSM(
                name="signature_moves",
                field="state",
                transitions=[(str(one), str(other)) for one, others in TRANSITIONS.items() for other in others],
            ),
            pgtrigger.Protect(name="signature_stays", operation=pgtrigger.Delete),
        ]
        constraints = [
            *Period.Meta.constraints,
            *required_values("signature", state=State),
            models.UniqueConstraint(
                name="signature_once",
                fields=["pole", "version"],
                condition=LIVE & ~NO_POLE,
                violation_error_message="Ce pôle a déjà signé cette version, ou sa signature est en cours d'examen.",
            ),
            models.UniqueConstraint(
                name="signature_once_by_siret",
                fields=["siret", "version"],
                condition=LIVE & NO_POLE & ~Q(siret=""),
                violation_error_message="Une signature de cette version attend déjà pour ce SIRET.",
            ),
            models.UniqueConstraint(
                name="signature_once_by_name",
                fields=["sort_key", "commune", "version"],
                condition=LIVE & NO_POLE & Q(siret=""),
                violation_error_message="Une signature de cette version attend déjà pour ce nom dans cette commune.",
            ),
            models.CheckConstraint(
                name="signature_of_somebody",
                condition=~NO_POLE | Q(commune__isnull=False) | Q(state=State.DECLINED),
                violation_error_message="Dites dans quelle commune est le pôle.",
            ),
            models.CheckConstraint(
                name="signature_registered_has_pole",
                condition=~Q(state__in=PUBLIC) | ~NO_POLE,
                violation_error_message="Une signature enregistrée a un pôle.",
            ),
            models.CheckConstraint(
                name="signature_period_fits_state",
                condition=(
                    Q(state=State.REGISTERED) & STARTS & Q(end_precision=EndPrecision.OPEN)
                    | OVER & STARTS & ENDS
                    | ~Q(state__in=PUBLIC) & Q(period=None)
                ),
                violation_error_message="Une signature est au registre d'un jour à un autre, ou n'y est pas encore.",
            ),
            models.CheckConstraint(
                name="signature_withdrawal_has_reason",
                condition=~Q(state=State.WITHDRAWN) | ~Q(end_reason=""),
                violation_error_message="Dites pourquoi : cette raison est publique.",
            ),
            models.CheckConstraint(
                name="signature_reply_given",
                condition=~Q(state__in=(State.INCOMPLETE, State.DECLINED)) | ~Q(reply=""),
                violation_error_message="Dites au signataire ce qui manque, ou pourquoi.",
            ),
            models.CheckConstraint(
                name="signature_renewal_by_another",
                condition=Q(renewed_by=None) | Q(state=State.RENEWED) & ~Q(renewed_by=F("pk")),
                violation_error_message="Une signature renouvelée l'est par une autre.",
            ),
            models.CheckConstraint(
                name="signature_siret_valid",
                condition=Q(siret="") | Q(SiretIsValid("siret")),
                violation_error_message="Ce numéro SIRET n'est pas valable : 14 chiffres, dont une clé de contrôle.",
            ),
            models.CheckConstraint(
                name="signature_name_not_blank",
                condition=~Q(sort_key=""),
                violation_error_message="Le nom du pôle est vide.",
            ),
        ]

    period: DateRangeField

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"

    def clean(self) -> None:
        """The name can be compared with others."""
        require_comparable(self.name)

    def get_absolute_url(self) -> str:
        return reverse("charter:signature", args=[self.code])

    @property
    def code(self) -> str:
        """Its public code, as in its address: « CH-0012 »."""
        return f"{CODE_PREFIX}{self.number:04}"

    @property
    def is_pending(self) -> bool:
        """Whether nobody has decided of it for good."""
        return self.state in PENDING

    @property
    def is_in_force(self) -> bool:
        """Whether it is in the register today."""
        return self.state == State.REGISTERED

    @property
    def over_since(self) -> datetime.date | None:
        """The first day out of the register, at the latest today: one of a single day is over as soon as it is told to be."""
        return None if self.period is None or self.period.upper is None else min(self.period.upper, today())
