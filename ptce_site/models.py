"""The version of all that public pages show, and the letters that the site sends."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse


class ContentVersion(models.Model):
    """One row, raised inside each transaction that changes what a public page may show.

    Triggers raise it (`ptce_site.content_version.raises_content_version`) at the end of the transaction: a reader who
    sees the new number sees the new content too, and writers do not wait for one another before that.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=1)
    epoch = models.UUIDField(
        db_default=models.Func(function="gen_random_uuid"),
        editable=False,
        help_text="Drawn anew by each restore: a number that comes back is not a stamp that comes back.",
    )

    class Meta:
        verbose_name = "version du contenu"
        verbose_name_plural = "version du contenu"
        constraints = [models.CheckConstraint(name="content_version_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)


class LetterState(models.TextChoices):
    """How far a letter has come."""

    WAITING = "waiting", "en attente"
    LEAVING = "leaving", "en cours d'envoi"
    SENT = "sent", "remise au serveur de courriel"
    DOUBTFUL = "doubtful", "douteuse"
    FAILED = "failed", "refusée"


class Letter(models.Model):
    """An e-mail to one person. Its text is kept until it is sent; `ptce_site.letters` writes and sends."""

    to = models.EmailField("destinataire", blank=True)
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte", blank=True)
    html = models.TextField("forme HTML", blank=True, help_text="Déjà sûre ; vide quand elle se fait du texte.")
    state = models.CharField("état", max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    error = models.CharField("dernière erreur", max_length=500, blank=True)
    created_at = models.DateTimeField("écrite le", db_default=Now(), editable=False)
    left_at = models.DateTimeField("dernière tentative le", null=True, blank=True)

    class Meta:
        verbose_name = "lettre"
        verbose_name_plural = "lettres"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="letter_created_idx"),
            models.Index(fields=["state", "left_at"], name="letter_state_idx", condition=~models.Q(state="sent")),
        ]
        constraints = [
            models.CheckConstraint(name="letter_known_state", condition=models.Q(state__in=LetterState.values)),
            models.CheckConstraint(name="letter_sent_keeps_no_text", condition=~models.Q(state="sent") | models.Q(text="")),
        ]

    def __str__(self) -> str:
        return self.subject


class SavedView(models.Model):
    """A list of the back office with its filters and its search, under a name; one's own, or for all who see that list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="compte", editable=False)
    model = models.CharField("liste", max_length=100, editable=False, help_text="Comme poles.pole.")
    query = models.CharField("filtres", max_length=1000, editable=False, help_text="Ceux de l'adresse.")
    name = models.CharField("nom", max_length=80)
    is_shared = models.BooleanField("pour toute l'équipe", default=False)

    class Meta:
        verbose_name = "vue gardée"
        verbose_name_plural = "vues gardées"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="savedview_name_once",
                fields=["user", "model", "name"],
                violation_error_message="Une de vos vues de cette liste porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        app, model = self.model.split(".")
        return f"{reverse(f'admin:{app}_{model}_changelist')}?{self.query}"
