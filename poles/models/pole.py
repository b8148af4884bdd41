"""The pole, and the rows that are a part of its page."""

import datetime

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from poles import triggers
from poles.codes import HIGHEST_NUMBER, code_of
from poles.constraints import (
    PLAUSIBLE_YEAR,
    SLUG,
    PairReference,
    identifiers,
    known_values,
    named,
    point,
    required_values,
    safe_address,
    years,
)
from poles.enums import Confidence, LegalForm, Level, Origin, PointPrecision, Publication, Scale
from poles.fields import IdentifierField, WebAddressField
from poles.functions import NextPoleNumber, Normalized
from poles.models.organisation import Organisation
from poles.models.picture import Picture
from poles.models.sector import Sector
from poles.models.territory import Collectivity
from poles.querysets import PoleQuerySet
from poles.text import require_comparable
from ptce_site.clock import months_before, today
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version

# A pole's address must not be that of a form of the directory.
RESERVED_SLUGS = ("csv", "json", "geojson", "atom", "xlsx", "points")
PHONE_NEEDED = "Des chiffres, éventuellement après un +."
PHONE = r"^\+?[0-9][0-9 .]{5,18}$"


# For so long what a pole said of its page is taken as it is.
CONFIRMED_MONTHS = 18


def confirmed_since() -> datetime.date:
    """The first day of which a confirmation still holds."""
    return months_before(today(), CONFIRMED_MONTHS)


def seat_in_words(commune: str | None, departement: str, code: str) -> str:
    """« Limoux, Aude (11) », or « Paris (75) » where commune and département have one name, or no commune is known."""
    return f"{departement} ({code})" if commune in (None, departement) else f"{commune}, {departement} ({code})"


@tracked(exclude=["sort_key", "updated_at"])
class Pole(models.Model):
    """A PTCE. Its number is given once for all, and its row is never deleted: it is withdrawn."""

    number = models.PositiveIntegerField(
        "numéro", unique=True, db_default=NextPoleNumber(), editable=False, help_text="Celui du code public."
    )
    name = models.CharField("nom", max_length=200)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    slug = models.SlugField("adresse de la page", max_length=120, unique=True, help_text="L'ancienne adresse redirige.")
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)
    summary = models.CharField("résumé", max_length=400, blank=True, help_text="Une ou deux phrases.")
    description = models.TextField("description", blank=True, help_text="Markdown : paragraphes, listes, liens.")
    publication = models.CharField("publication", max_length=10, choices=Publication.choices, default=Publication.DRAFT)

    legal_form = models.CharField("forme juridique", max_length=30, choices=LegalForm.choices, blank=True)
    origin = models.CharField("origine", max_length=20, choices=Origin.choices, blank=True)
    lead_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="led_poles", verbose_name="structure porteuse"
    )
    siren = IdentifierField("SIREN", max_length=9, blank=True)
    siret = IdentifierField("SIRET", max_length=14, blank=True)
    rna = IdentifierField("RNA", max_length=10, blank=True)
    founded_year = models.PositiveSmallIntegerField("année de création", null=True, blank=True, validators=PLAUSIBLE_YEAR)
    ended_year = models.PositiveSmallIntegerField("année de fin", null=True, blank=True, validators=PLAUSIBLE_YEAR)
    members_announced = models.PositiveIntegerField(
        "membres annoncés", null=True, blank=True, help_text="Nombre donné par une source, à part des membres listés."
    )

    seat_address = models.CharField("adresse du siège", max_length=250, blank=True)
    seat_commune = models.ForeignKey(
        Collectivity, models.PROTECT, null=True, blank=True, related_name="seated_poles",
        limit_choices_to={"level": Level.COMMUNE}, verbose_name="commune du siège",
    )  # fmt: skip
    seat_departement = models.ForeignKey(
        Collectivity, models.PROTECT, related_name="+", limit_choices_to={"level": Level.DEPARTEMENT},
        verbose_name="département du siège",
    )  # fmt: skip
    latitude = models.FloatField("latitude", null=True, blank=True, help_text="En degrés ; vide : point de la commune.")
    longitude = models.FloatField("longitude", null=True, blank=True, help_text="En degrés.")
    point_precision = models.CharField("le point est", max_length=12, choices=PointPrecision.choices, blank=True)
    territory = models.ManyToManyField(
        Collectivity, through="PoleTerritory", related_name="acting_poles", verbose_name="territoire d'action"
    )
    scale = models.CharField("échelle", max_length=20, choices=Scale.choices, blank=True)
    sectors = models.ManyToManyField(Sector, through="PoleSector", related_name="poles", verbose_name="secteurs")

    website = WebAddressField("site", max_length=300, blank=True)
    email = models.EmailField("adresse électronique générique", blank=True, help_text="Pas celle d'une personne.")
    phone = models.CharField(
        "téléphone générique", max_length=20, blank=True,
        validators=[RegexValidator(PHONE, PHONE_NEEDED)],
    )  # fmt: skip
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="image")
    picture_alt = models.CharField("texte de remplacement", max_length=250, blank=True, help_text="Ce que l'image montre.")
    picture_credit = models.CharField("crédit de l'image", max_length=150, blank=True)

    confidence = models.CharField("confiance", max_length=10, choices=Confidence.choices, blank=True)
    checked_on = models.DateField(
        "vérifié le",
        null=True,
        blank=True,
        help_text="Jour où la fiche a été comparée à ses sources. Ce n'est pas une preuve d'activité.",
    )
    confirmed_on = models.DateField(
        "confirmé par le pôle le", null=True, blank=True, editable=False, help_text="Jour où le pôle a dit sa page exacte."
    )
    last_evidence_on = models.DateField("dernière preuve d'activité", null=True, blank=True)
    last_evidence_source = models.CharField("source de cette preuve", max_length=500, blank=True)
    publishes_directly = models.BooleanField(
        "publication directe",
        default=False,
        db_default=False,
        help_text="Ce que proposent ses animateurs est publié sans relecture.",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from", verbose_name="fusionné dans",
        help_text="Le pôle que c'était aussi : son adresse y redirige.",
    )  # fmt: skip
    created_at = models.DateTimeField("créé le", db_default=Now(), editable=False)
    updated_at = models.DateTimeField("modifié le", db_default=Now(), editable=False)

    objects = PoleQuerySet.as_manager()

    class Meta:
        verbose_name = "pôle"
        verbose_name_plural = "pôles"
        ordering = ["sort_key", "number"]
        indexes = [
            models.Index(fields=["sort_key", "number"], name="pole_sort_key_idx"),
            models.Index(fields=["seat_departement"], name="pole_seat_departement_idx"),
        ]
        triggers = [
            raises_content_version(),
            triggers.STAMP_UPDATE,
            triggers.KEEP_NUMBER,
            triggers.KEEP_FORMER_SLUG,
            triggers.REFUSE_FORMER_SLUG_OF_ANOTHER,
            *triggers.level_of("seat_commune_id", Level.COMMUNE),
            *triggers.level_of("seat_departement_id", Level.DEPARTEMENT),
            *triggers.SEARCH_OF_POLE,
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            *identifiers("pole"),
            *years("pole"),
            *point("pole"),
            *known_values(
                "pole",
                legal_form=LegalForm,
                origin=Origin,
                scale=Scale,
                confidence=Confidence,
                point_precision=PointPrecision,
            ),
            safe_address("pole"),
            *required_values("pole", publication=Publication),
            named("pole"),
            models.CheckConstraint(
                name="pole_number_in_range",
                condition=Q(number__range=(1, HIGHEST_NUMBER)),
                violation_error_message=f"Le numéro va de 1 à {HIGHEST_NUMBER}.",
            ),
            models.CheckConstraint(
                name="pole_phone_form", condition=Q(phone="") | Q(phone__regex=PHONE), violation_error_message=PHONE_NEEDED
            ),
            models.CheckConstraint(
                name="pole_slug_form",
                condition=Q(slug__regex=SLUG) & ~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="L'adresse de la page n'a que des lettres minuscules, des chiffres et des tirets, "
                "et ne peut pas être un nom réservé.",
            ),
            models.CheckConstraint(
                name="pole_merged_is_withdrawn",
                condition=Q(merged_into=None) | Q(publication=Publication.WITHDRAWN) & ~Q(merged_into=F("pk")),
                violation_error_message="Ce pôle a été fusionné dans un autre : annulez d'abord la fusion.",
            ),
            models.CheckConstraint(
                name="pole_evidence_has_source",
                condition=Q(last_evidence_on=None, last_evidence_source="")
                | Q(last_evidence_on__isnull=False) & ~Q(last_evidence_source=""),
                violation_error_message="Une preuve d'activité a une date et une source.",
            ),
            models.CheckConstraint(
                name="pole_picture_has_text",
                condition=Q(picture=None) | ~Q(picture_alt=""),
                violation_error_message="Une image a un texte de remplacement.",
            ),
            PairReference(
                name="pole_commune_in_departement",
                columns=["seat_commune_id", "seat_departement_id"],
                to_table="poles_collectivity",
                to_columns=["id", "departement_id"],
                violation_error_message="Cette commune n'est pas dans ce département.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/poles/{self.slug}/"

    @property
    def published_address(self) -> str:
        """That of its page, when there is one to see; empty otherwise."""
        return self.get_absolute_url() if self.publication == Publication.PUBLISHED else ""

    def clean(self) -> None:
        """What no constraint can tell: an address that leads elsewhere, a day still to come."""
        require_comparable(self.name)
        if FormerSlug.objects.filter(slug=self.slug).exclude(pole_id=self.pk).exists():
            raise ValidationError({"slug": "Cette adresse a été celle d'un autre pôle : elle y redirige."})
        self.clean_days()

    def clean_days(self) -> None:
        """Raises ValidationError for a day, or a year of creation, still to come."""
        days = {name: getattr(self, name) for name in ("checked_on", "last_evidence_on")}
        to_come = {name: "Cette date est à venir." for name, date in days.items() if date and date > today()}
        if self.founded_year and self.founded_year > today().year:
            to_come["founded_year"] = "Cette année est à venir."
        if to_come:
            raise ValidationError(to_come)

    @property
    def code(self) -> str:
        """The public code, such as `PTCE-0042`."""
        return code_of(self.number)

    @property
    def departement_code(self) -> str:
        """That of the seat's département."""
        return self.seat_departement.code

    @property
    def seat_in_words(self) -> str:
        """« Limoux, Aude (11) », or « Paris (75) » where commune and département have one name."""
        commune = self.seat_commune.name if self.seat_commune else None
        return seat_in_words(commune, self.seat_departement.name, self.seat_departement.code)

    @property
    def is_confirmed(self) -> bool:
        """Whether its sources, or the pole itself, support it well enough not to be marked « à confirmer par le pôle »."""
        return self.confidence == Confidence.HIGH or self.is_confirmed_by_itself

    @property
    def is_confirmed_by_itself(self) -> bool:
        """Whether the pole said that its page is exact, less than CONFIRMED_MONTHS ago."""
        return self.confirmed_on is not None and self.confirmed_on >= confirmed_since()

    @property
    def point(self) -> tuple[float, float, str] | None:
        """Latitude and longitude in degrees with what they stand for: its own point, else its commune's, else None."""
        for place in (self, self.seat_commune):
            if place is not None and place.latitude is not None and place.longitude is not None:
                return place.latitude, place.longitude, place.point_precision
        return None


@tracked()
class FormerSlug(models.Model):
    """An address that a pole's page had: it redirects for ever."""

    slug = models.SlugField("ancienne adresse", max_length=120, unique=True)
    pole = models.ForeignKey(Pole, models.CASCADE, related_name="former_slugs", verbose_name="pôle")

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        triggers = [raises_content_version(), triggers.REFUSE_SLUG_IN_USE]
        constraints = [
            models.CheckConstraint(
                name="former_slug_not_reserved",
                condition=Q(slug__regex=SLUG) & ~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="Cette adresse est réservée.",
            )
        ]

    def __str__(self) -> str:
        return self.slug
