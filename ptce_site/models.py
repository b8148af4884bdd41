"""The version of all that public pages show, the letters that the site sends, what the staff says of the site itself."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

LONGEST_TEXT = 30_000
one_line = RegexValidator(r"\A[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Une seule ligne, sans caractère de commande.")


class ContentVersion(models.Model):
    """One row, raised inside each transaction that changes what a public page may show.

    Triggers raise it (`ptce_site.triggers.raises_content_version`) at the end of the transaction: a reader who
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
    unsubscribe = models.CharField(
        "désinscription",
        max_length=300,
        blank=True,
        db_default="",
        help_text="L'adresse où n'en plus recevoir.",
    )
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


class Job(ProcrastinateJob):
    """What the worker has to do, does or did: the library's table, with words for the staff."""

    class Meta:
        proxy = True
        verbose_name = "tâche de fond"
        verbose_name_plural = "tâches de fond"


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


class Conformity(models.TextChoices):
    """What an audit found of the accessibility of the site (decree no. 2019-768 of 24 July 2019, article 5)."""

    NONE = "non-conforme", "non conforme"
    PARTIAL = "partiellement-conforme", "partiellement conforme"
    FULL = "totalement-conforme", "totalement conforme"


@tracked(exclude=["updated_at"])
class SiteSettings(models.Model):
    """What the staff says of the site, in one row; what is empty stays as the installation says it.

    Read through `ptce_site.site_settings`, which says what holds.
    """

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField("nom du site", max_length=80, blank=True, validators=[one_line])
    home_lead = models.TextField(
        "première phrase de l'accueil", max_length=400, blank=True, validators=[one_line],
        help_text="Ce qu'est un PTCE, en deux lignes.",
    )  # fmt: skip
    publisher_name = models.CharField("éditeur", max_length=200, blank=True, validators=[one_line])
    publisher_address = models.CharField("adresse de l'éditeur", max_length=300, blank=True, validators=[one_line])
    publication_director = models.CharField("direction de la publication", max_length=200, blank=True, validators=[one_line])
    contact_email = models.EmailField(
        "adresse électronique de contact", blank=True, help_text="Publique : celle d'un service, pas d'une personne."
    )
    data_protection_email = models.EmailField(
        "adresse pour les données personnelles", blank=True, help_text="Vide : celle de contact."
    )
    legal_notice = models.TextField("mentions légales : suite", max_length=LONGEST_TEXT, blank=True)
    privacy = models.TextField("données personnelles : ce qui est gardé", max_length=LONGEST_TEXT, blank=True)
    conformity = models.CharField(
        "accessibilité", max_length=30, choices=Conformity.choices, default=Conformity.NONE,
        help_text="Ce qu'un audit a établi ; sans audit, « non conforme ».",
    )  # fmt: skip
    accessibility = models.TextField("déclaration d'accessibilité", max_length=LONGEST_TEXT, blank=True)
    updated_at = models.DateTimeField("modifiés le", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "réglages du site"
        triggers = [raises_content_version()]
        constraints = [
            models.CheckConstraint(name="sitesettings_one_row", condition=models.Q(id=1)),
            models.CheckConstraint(name="sitesettings_known_conformity", condition=models.Q(conformity__in=Conformity.values)),
        ]

    def __str__(self) -> str:
        return "Réglages du site"


@tracked()
class HomeMessage(models.Model):
    """A message on the first page of the site, from one day to another."""

    text = models.TextField("message", max_length=1000, help_text="Markdown : **gras**, [lien](https://…), listes.")
    first_day = models.DateField("premier jour")
    last_day = models.DateField("dernier jour", null=True, blank=True, help_text="Vide : jusqu'à nouvel ordre.")

    class Meta:
        verbose_name = "message d'accueil"
        verbose_name_plural = "messages d'accueil"
        ordering = ["-first_day", "-pk"]
        triggers = [raises_content_version()]
        constraints = [
            models.CheckConstraint(
                name="homemessage_days_in_order",
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                violation_error_message="Le dernier jour est avant le premier.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
