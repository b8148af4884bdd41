"""Letters of the staff to the poles of a filtered list."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cell.enums import MailingState
from poles.constraints import required_values


class Mailing(models.Model):
    """A letter to many poles: those of a list when it was written. Correspondence, so without history."""

    subject = models.CharField("objet", max_length=150)
    text = models.TextField(
        "texte", max_length=10_000, help_text="Markdown. Le nom du site et son adresse sont ajoutés à la fin."
    )
    is_general = models.BooleanField(
        "information générale", default=True,
        help_text="Chacun peut alors demander à n'en plus recevoir. À décocher pour ce qui regarde la page même du pôle.",
    )  # fmt: skip
    state = models.CharField("état", max_length=10, choices=MailingState.choices, default=MailingState.DRAFT, editable=False)
    told_filter = models.CharField("liste", max_length=500, blank=True, editable=False)
    poles = models.ManyToManyField("poles.Pole", related_name="+", editable=False, verbose_name="pôles")
    missed = ArrayField(
        models.PositiveIntegerField(), verbose_name="pôles sans adresse", default=list, db_default=[], editable=False,
        help_text="Quand l'envoi s'est terminé : leurs clés.",
    )  # fmt: skip
    refusing = models.PositiveIntegerField("désinscrites", default=0, db_default=0, editable=False)
    created_at = models.DateTimeField("écrite le", db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "envoi aux pôles"
        verbose_name_plural = "envois aux pôles"
        ordering = ["-created_at", "-pk"]
        constraints = [*required_values("mailing", state=MailingState)]

    def __str__(self) -> str:
        return self.subject


class MailingLetter(models.Model):
    """What one address received of a mailing. Personal data: the address is erased with the letter."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="letters", verbose_name="envoi")
    email = models.EmailField("adresse", blank=True, help_text="Vide quand elle a été effacée.")
    key = models.UUIDField("clé de désinscription", unique=True)
    letter = models.ForeignKey(
        "ptce_site.Letter", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="courriel"
    )
    written_at = models.DateTimeField("écrite le", db_default=Now())

    class Meta:
        verbose_name = "courriel d'un envoi"
        verbose_name_plural = "courriels d'envois"
        constraints = [
            models.UniqueConstraint(
                name="mailing_letter_once",
                fields=["mailing", "email"],
                condition=~Q(email=""),
                violation_error_message="Cette adresse a déjà reçu cet envoi.",
            )
        ]

    def __str__(self) -> str:
        return str(self.mailing)


class Unsubscribed(models.Model):
    """An address that asked to receive no more general information. Kept as long as it holds: it is what keeps it from them."""

    email = models.EmailField("adresse", unique=True)
    at = models.DateTimeField("le", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "désinscription"
        verbose_name_plural = "désinscriptions"

    def __str__(self) -> str:
        return self.email
