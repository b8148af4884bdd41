"""What somebody is signing and has not confirmed."""

import uuid

from django.db import models
from django.db.models.functions import Now


class SigningDraft(models.Model):
    """The form of a signature as it was typed, found again by its address, which its e-mail alone received.

    Personal data, so without history; erased after `signing.KEPT_DAYS`. Once confirmed, what was typed is emptied.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("adresse professionnelle")
    typed = models.JSONField(
        "saisie", default=dict, help_text="Les valeurs de chaque champ, telles que le navigateur les envoie."
    )
    code_digest = models.CharField("empreinte du code", max_length=64, blank=True)
    code_sent_at = models.DateTimeField("code envoyé le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("codes essayés", default=0)
    signature = models.ForeignKey(
        "charter.Signature", models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name="signature"
    )
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    kept_at = models.DateTimeField("gardée le", db_default=Now())

    class Meta:
        verbose_name = "signature commencée"
        verbose_name_plural = "signatures commencées"

    def __str__(self) -> str:
        return str(self.key)
