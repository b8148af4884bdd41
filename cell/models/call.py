"""Calls for projects, and who answered them."""

import datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cell.enums import Opinion, Result
from poles import partial_dates
from poles.constraints import known_values, required_values
from poles.enums import Level, RecognitionKind
from poles.fields import WebAddressField
from ptce_site.clock import today
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DATE = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
PARTIAL_DATE_NEEDED = "Une date s'écrit comme 2014, 2014-03 ou 2014-03-12."
# The dates of a call, as `poles.partial_dates` writes them.
DATES = ("opened", "closed", "announced")


@tracked()
class Call(models.Model):
    """A call for projects. The figures that others published of it are `NetworkFact`s whose call is this one's slug."""

    slug = models.SlugField("adresse", max_length=40, unique=True, help_text="Comme ami-2024 : /appels/ami-2024/.")
    name = models.CharField("nom", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    organiser = models.CharField("organisé par", max_length=150)
    budget = models.DecimalField(
        "budget", max_digits=14, decimal_places=2, null=True, blank=True,
        help_text="En euros, tel qu'il est annoncé. Un chiffre publié avec sa source le remplace sur la page.",
    )  # fmt: skip
    opened = models.CharField("ouvert le", max_length=10, blank=True, help_text=PARTIAL_DATE_NEEDED)
    closed = models.CharField("clos le", max_length=10, blank=True, help_text="Dernier jour pour répondre.")
    announced = models.CharField("résultats le", max_length=10, blank=True)
    rules = models.TextField("règles", blank=True, help_text="Qui peut répondre, pour quoi. Markdown ; publiques.")
    kinds = ArrayField(
        models.CharField(max_length=20, choices=RecognitionKind.choices), verbose_name="reconnaissances", default=list,
        blank=True, help_text="Ce qu'un pôle retenu reçoit dans l'annuaire.",
    )  # fmt: skip
    sources = ArrayField(WebAddressField(max_length=500), verbose_name="sources", default=list, blank=True)
    is_published = models.BooleanField("publié", default=False)

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = ["-year", "-pk"]
        triggers = [raises_content_version()]
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"call_{name}_is_date",
                    condition=Q(**{f"{name}__regex": PARTIAL_DATE}),
                    violation_error_message=PARTIAL_DATE_NEEDED,
                )
                for name in DATES
            ),
            models.CheckConstraint(
                name="call_slug_is_address",
                condition=Q(slug__regex=SLUG),
                violation_error_message="Une adresse n'a que des minuscules, des chiffres et des tirets.",
            ),
            models.CheckConstraint(
                name="call_year_plausible",
                condition=Q(year__range=(2009, 2100)),
                violation_error_message="Cette année ne peut pas être celle d'un appel.",
            ),
            models.CheckConstraint(
                name="call_budget_not_negative",
                condition=Q(budget=None) | Q(budget__gte=0),
                violation_error_message="Un budget ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                name="call_kinds_known",
                condition=Q(kinds__contained_by=list(RecognitionKind.values)),
                violation_error_message="Reconnaissance inconnue.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cell:call", args=[self.slug])

    @staticmethod
    def opened_in_words(row: Any) -> str:
        """A date of the call, of a row or of what history kept of one."""
        return partial_dates.words(row.opened)

    @staticmethod
    def closed_in_words(row: Any) -> str:
        """The same."""
        return partial_dates.words(row.closed)

    @staticmethod
    def announced_in_words(row: Any) -> str:
        """The same."""
        return partial_dates.words(row.announced)

    @property
    def full_name(self) -> str:
        """With its year: the name that tells it from the others."""
        return self.name if str(self.year) in self.name else f"{self.name} ({self.year})"

    def tells_results(self, day: datetime.date) -> bool:
        """Whether those that it retains may be told: it is published, and the day of its results has come, if it is known.

        Of results known by their month or their year, the last day.
        """
        announced, precision = partial_dates.read(self.announced)
        return self.is_published and (announced is None or partial_dates.last_day(announced, precision) <= day)

    def clean(self) -> None:
        for name in DATES:
            try:
                day, precision = partial_dates.read(getattr(self, name))
            except ValueError as error:
                raise ValidationError({name: str(error)}) from error
            setattr(self, name, partial_dates.text(day, precision))
        dates = [getattr(self, name) for name in DATES if getattr(self, name)]
        if any(one[: len(other)] > other[: len(one)] for one, other in pairwise(dates)):
            raise ValidationError("Un appel s'ouvre, puis se clôt, puis ses résultats sont annoncés.")


@tracked()
class Application(models.Model):
    """An answer to a call, read first by the regional cell, then by the national one. Private: what is retained is told by the
    recognition that the pole receives."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name="appel")
    name = models.CharField("projet", max_length=200)
    pole = models.ForeignKey(
        "poles.Pole", models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="pôle",
        help_text="S'il est dans l'annuaire ; il le faut pour retenir la candidature.",
    )  # fmt: skip
    departement = models.ForeignKey(
        "poles.Collectivity", models.PROTECT, related_name="+", limit_choices_to={"level": Level.DEPARTEMENT},
        verbose_name="département",
    )  # fmt: skip
    received_on = models.DateField("reçue le")
    summary = models.TextField("le projet", blank=True, max_length=5000, help_text="Sans nom de personne.")
    first_opinion = models.CharField("avis de la CRA", max_length=12, choices=Opinion.choices, blank=True)
    first_reading = models.TextField("lecture de la CRA", blank=True, max_length=5000)
    first_at = models.DateTimeField("avis de la CRA donné le", null=True, blank=True, editable=False)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="première lecture par",
    )  # fmt: skip
    second_opinion = models.CharField("avis de la CNA", max_length=12, choices=Opinion.choices, blank=True)
    second_reading = models.TextField("lecture de la CNA", blank=True, max_length=5000)
    second_at = models.DateTimeField("avis de la CNA donné le", null=True, blank=True, editable=False)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="seconde lecture par",
    )  # fmt: skip
    result = models.CharField("résultat", max_length=12, choices=Result.choices, default=Result.RECEIVED)
    kind = models.CharField(
        "reconnaissance donnée", max_length=20, choices=RecognitionKind.choices, blank=True,
        help_text="Parmi celles de l'appel, s'il en donne plusieurs.",
    )  # fmt: skip
    amount = models.DecimalField(
        "montant accordé", max_digits=12, decimal_places=2, null=True, blank=True, help_text="En euros."
    )
    recognition = models.OneToOneField(
        "poles.Recognition", models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name="reconnaissance",
    )  # fmt: skip

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        ordering = ["received_on", "pk"]
        constraints = [
            *required_values("application", result=Result),
            *known_values("application", first_opinion=Opinion, second_opinion=Opinion, kind=RecognitionKind),
            models.UniqueConstraint(
                name="application_once_a_pole",
                fields=["call", "pole"],
                condition=~Q(result=Result.WITHDRAWN) & Q(pole__isnull=False),
                violation_error_message="Ce pôle a déjà une candidature à cet appel.",
            ),
            models.CheckConstraint(
                name="application_read_in_order",
                condition=Q(second_opinion="") | ~Q(first_opinion=""),
                violation_error_message="La CNA donne son avis après la CRA.",
            ),
            models.CheckConstraint(
                name="application_retained_was_read",
                condition=~Q(result=Result.RETAINED) | ~Q(second_opinion=""),
                violation_error_message="Une candidature est retenue après les deux avis.",
            ),
            models.CheckConstraint(
                name="application_retained_has_pole",
                condition=~Q(result=Result.RETAINED) | Q(pole__isnull=False),
                violation_error_message="Dites de quel pôle il s'agit : s'il n'est pas dans l'annuaire, ajoutez-le.",
            ),
            models.CheckConstraint(
                name="application_amount_of_retained",
                condition=Q(amount=None) | Q(result=Result.RETAINED) & Q(amount__gte=0),
                violation_error_message="Un montant n'est accordé qu'à une candidature retenue.",
            ),
            models.CheckConstraint(
                name="application_recognition_of_retained",
                condition=Q(recognition=None) | Q(result=Result.RETAINED),
                violation_error_message="Seule une candidature retenue donne une reconnaissance.",
            ),
        ]
        indexes = [models.Index(F("call"), F("received_on"), name="application_queue_idx")]

    def __str__(self) -> str:
        return f"{self.name} ({self.call})"

    @property
    def awaits_first_reading(self) -> bool:
        """Whether the regional cell may give its opinion, or another: the national one has not read it yet."""
        return self.result == Result.RECEIVED and not self.second_opinion

    def clean(self) -> None:
        if not self.call_id:
            return
        self._check_day()
        if self.result != Result.RETAINED:
            return
        given = self.call.kinds
        if not given:
            raise ValidationError({"result": "Dites d'abord, sur l'appel, quelle reconnaissance il donne."})
        if len(given) == 1 and not self.kind:
            self.kind = given[0]
        if self.kind not in given:
            raise ValidationError({"kind": "Choisissez une des reconnaissances de l'appel."})

    def _check_day(self) -> None:
        opened, _ = partial_dates.read(self.call.opened)
        if self.received_on and self.received_on > today():
            raise ValidationError({"received_on": "Cette date est à venir."})
        if self.received_on and opened and self.received_on < opened:
            raise ValidationError({"received_on": f"L'appel n'était pas ouvert : {partial_dates.since(self.call.opened)}."})
