"""Collectivités and communes that were, after the official geographic code (COG)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from poles import triggers
from poles.constraints import PairReference, known_values, named, point, required_values
from poles.enums import FormerCommuneKind, Level, PointPrecision, Zone
from poles.functions import Normalized, PlaceKey
from ptce_site.history import Statement, tracked
from ptce_site.triggers import raises_content_version

CODE_FORMS = (
    Q(level=Level.REGION, code__regex=r"^[0-9]{2,3}$")
    | Q(level=Level.DEPARTEMENT, code__regex=r"^([0-9]{2,3}|2[AB])$")
    | Q(level=Level.EPCI, code__regex=r"^[0-9]{9}$")
    | Q(level=Level.COMMUNE, code__regex=r"^[0-9][0-9AB][0-9]{3}$")
)


class CollectivityQuerySet(models.QuerySet["Collectivity"]):
    """Collectivités by level."""

    def regions(self) -> "CollectivityQuerySet":
        """Regions, those that have ended included."""
        return self.filter(level=Level.REGION)

    def departements(self) -> "CollectivityQuerySet":
        """Départements, those that have ended included."""
        return self.filter(level=Level.DEPARTEMENT)

    def current(self) -> "CollectivityQuerySet":
        """Those of the vintage in force."""
        return self.filter(ended_vintage=None)


@tracked(exclude=["sort_key", "search_key"], level=Statement)
class Collectivity(models.Model):
    """A région, a département, an intercommunalité (EPCI) or a commune. Known by level and code together."""

    level = models.CharField("échelon", max_length=12, choices=Level.choices)
    code = models.CharField("code", max_length=9, help_text="Code officiel ; pour une intercommunalité, son SIREN.")
    name = models.CharField("nom", max_length=200)
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)
    search_key = models.GeneratedField(expression=PlaceKey("name"), output_field=models.TextField(), db_persist=True)
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", limit_choices_to={"level": Level.REGION},
        verbose_name="région",
    )  # fmt: skip
    departement = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", limit_choices_to={"level": Level.DEPARTEMENT},
        verbose_name="département",
    )  # fmt: skip
    epci = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="communes", limit_choices_to={"level": Level.EPCI},
        verbose_name="intercommunalité",
    )  # fmt: skip
    seat_code = models.CharField("commune chef-lieu", max_length=5, blank=True)
    zone = models.CharField("zone", max_length=5, choices=Zone.choices, blank=True)
    epci_type = models.CharField("type d'intercommunalité", max_length=6, blank=True, help_text="CC, CA, CU, METRO ou MET69.")
    siren = models.CharField("SIREN", max_length=9, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True, help_text="Population municipale.")
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True, help_text="En degrés.")
    longitude = models.FloatField("longitude", null=True, blank=True, help_text="En degrés.")
    point_precision = models.CharField("le point est", max_length=12, choices=PointPrecision.choices, blank=True)
    vintage = models.PositiveSmallIntegerField("millésime", help_text="Dernière année du code officiel où elle figure.")
    ended_vintage = models.PositiveSmallIntegerField(
        "disparue au millésime", null=True, blank=True, help_text="Première année du code officiel où elle ne figure plus."
    )
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="remplacée par")

    objects = CollectivityQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité"
        verbose_name_plural = "collectivités"
        ordering = ["sort_key", "pk"]
        triggers = [
            raises_content_version(),
            triggers.KEEP_LEVEL,
            *triggers.level_of("region_id", Level.REGION),
            *triggers.level_of("departement_id", Level.DEPARTEMENT),
            *triggers.level_of("epci_id", Level.EPCI),
            *triggers.SEARCH_OF_COLLECTIVITY,
        ]
        constraints = [
            models.UniqueConstraint(
                name="collectivity_level_code_unique",
                fields=["level", "code"],
                violation_error_message="Cet échelon a déjà une collectivité de ce code.",
            ),
            # What a pole's seat refers to: a commune together with its département.
            models.UniqueConstraint(
                name="collectivity_id_departement_unique",
                fields=["id", "departement"],
                violation_error_message="Déjà enregistrée.",
            ),
            # What a commune refers to: its département together with its région; and what replaces one that ended.
            models.UniqueConstraint(
                name="collectivity_id_region_unique", fields=["id", "region"], violation_error_message="Déjà enregistrée."
            ),
            models.UniqueConstraint(
                name="collectivity_id_level_unique", fields=["id", "level"], violation_error_message="Déjà enregistrée."
            ),
            PairReference(
                name="collectivity_region_of_departement",
                columns=["departement_id", "region_id"],
                to_table="poles_collectivity",
                to_columns=["id", "region_id"],
                violation_error_message="La région n'est pas celle du département.",
            ),
            PairReference(
                name="collectivity_successor_same_level",
                columns=["successor_id", "level"],
                to_table="poles_collectivity",
                to_columns=["id", "level"],
                violation_error_message="Une collectivité est remplacée par une autre du même échelon.",
            ),
            models.CheckConstraint(
                name="collectivity_code_form",
                condition=CODE_FORMS,
                violation_error_message="Ce code n'a pas la forme d'un code de cet échelon.",
            ),
            models.CheckConstraint(
                name="collectivity_commune_has_departement",
                condition=Q(level=Level.COMMUNE, departement__isnull=False) | ~Q(level=Level.COMMUNE) & Q(departement=None),
                violation_error_message="Une commune a un département ; les autres échelons n'en ont pas.",
            ),
            models.CheckConstraint(
                name="collectivity_has_region",
                condition=Q(level__in=[Level.COMMUNE, Level.DEPARTEMENT], region__isnull=False)
                | Q(level__in=[Level.REGION, Level.EPCI], region=None),
                violation_error_message="Une commune et un département ont une région ; les autres échelons n'en ont pas.",
            ),
            models.CheckConstraint(
                name="collectivity_successor_of_ended",
                condition=Q(successor=None) | Q(ended_vintage__isnull=False) & ~Q(successor=models.F("id")),
                violation_error_message="Seule une collectivité disparue est remplacée par une autre.",
            ),
            models.CheckConstraint(
                name="collectivity_ended_after_vintage",
                condition=Q(ended_vintage=None) | Q(ended_vintage__gte=models.F("vintage")),
                violation_error_message="Une collectivité ne disparaît pas avant un millésime où elle figure.",
            ),
            named("collectivity"),
            *point("collectivity"),
            *known_values("collectivity", zone=Zone, point_precision=PointPrecision),
        ]
        indexes = [
            models.Index(fields=["departement"], name="collectivity_departement_idx"),
            models.Index(OpClass("search_key", "text_pattern_ops"), name="collectivity_key_start_idx"),
            GinIndex(OpClass("search_key", "gin_trgm_ops"), name="collectivity_key_words_idx"),
            GinIndex(fields=["postal_codes"], name="collectivity_postal_codes_idx"),
            models.Index(fields=["latitude", "longitude"], name="collectivity_epci_point_idx", condition=Q(level="epci")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.level != Level.REGION else self.name

    def get_absolute_url(self) -> str:
        return f"/territoires/{self.level}/{self.code}/"


@tracked(level=Statement)
class EpciDepartement(models.Model):
    """A département that an intercommunalité covers, wholly or in part: some straddle several."""

    epci = models.ForeignKey(Collectivity, models.CASCADE, related_name="covered_departements", verbose_name="intercommunalité")
    departement = models.ForeignKey(Collectivity, models.CASCADE, related_name="covering_epcis", verbose_name="département")

    class Meta:
        verbose_name = "département couvert"
        verbose_name_plural = "départements couverts"
        triggers = [
            raises_content_version(),
            *triggers.level_of("epci_id", Level.EPCI),
            *triggers.level_of("departement_id", Level.DEPARTEMENT),
        ]
        constraints = [
            models.UniqueConstraint(
                name="epci_departement_unique",
                fields=["epci", "departement"],
                violation_error_message="Ce département est déjà donné.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.epci} – {self.departement}"


@tracked(exclude=["sort_key", "search_key"], level=Statement)
class FormerCommune(models.Model):
    """A commune that is no more or is a part of another one; its code may also be that of a current commune."""

    code = models.CharField("code", max_length=5)
    kind = models.CharField("nature", max_length=24, choices=FormerCommuneKind.choices)
    name = models.CharField("nom", max_length=200)
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)
    search_key = models.GeneratedField(expression=PlaceKey("name"), output_field=models.TextField(), db_persist=True)
    commune = models.ForeignKey(
        Collectivity, models.CASCADE, related_name="former_communes", limit_choices_to={"level": Level.COMMUNE},
        verbose_name="commune actuelle",
    )  # fmt: skip

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["sort_key", "pk"]
        triggers = [
            raises_content_version(),
            *triggers.level_of("commune_id", Level.COMMUNE),
            *triggers.SEARCH_OF_FORMER_COMMUNE,
        ]
        constraints = [
            models.UniqueConstraint(
                name="former_commune_code_kind_unique", fields=["code", "kind"], violation_error_message="Déjà enregistrée."
            ),
            models.CheckConstraint(
                name="former_commune_code_form",
                condition=Q(code__regex=r"^[0-9][0-9AB][0-9]{3}$"),
                violation_error_message="Ce code n'a pas la forme d'un code de commune.",
            ),
            *required_values("former_commune", kind=FormerCommuneKind),
            named("former_commune"),
        ]
        indexes = [models.Index(OpClass("search_key", "text_pattern_ops"), name="former_commune_key_start_idx")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
