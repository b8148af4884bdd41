"""Organisations and their place in poles."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from poles import triggers
from poles.constraints import PairReference, identifiers, known_values, named, required_values, safe_address
from poles.enums import LegalForm, Level, MemberRole, MemberType
from poles.fields import IdentifierField, WebAddressField
from poles.functions import Normalized
from poles.models.period import Period
from poles.models.territory import Collectivity
from poles.text import require_comparable
from ptce_site.history import tracked
from ptce_site.triggers import raises_content_version


@tracked(exclude=["sort_key"])
class Organisation(models.Model):
    """A legal person: association, cooperative, company, university… It may be a collectivité."""

    name = models.CharField("nom", max_length=250)
    acronym = models.CharField("sigle", max_length=40, blank=True)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    sort_key = models.GeneratedField(expression=Normalized("name"), output_field=models.TextField(), db_persist=True)
    legal_form = models.CharField("forme juridique", max_length=30, choices=LegalForm.choices, blank=True)
    siren = IdentifierField("SIREN", max_length=9, blank=True)
    siret = IdentifierField("SIRET", max_length=14, blank=True)
    rna = IdentifierField("RNA", max_length=10, blank=True)
    collectivity = models.OneToOneField(
        Collectivity, models.PROTECT, null=True, blank=True, related_name="organisation", verbose_name="collectivité"
    )
    commune = models.ForeignKey(
        Collectivity, models.PROTECT, null=True, blank=True, related_name="+", limit_choices_to={"level": Level.COMMUNE},
        verbose_name="commune",
    )  # fmt: skip
    departement = models.ForeignKey(
        Collectivity, models.PROTECT, null=True, blank=True, related_name="+",
        limit_choices_to={"level": Level.DEPARTEMENT}, verbose_name="département",
    )  # fmt: skip
    website = WebAddressField("site", max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from",
        verbose_name="fusionnée dans", help_text="La structure que c'était aussi : son adresse y redirige.",
    )  # fmt: skip

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["sort_key", "pk"]
        triggers = [
            raises_content_version(),
            *triggers.level_of("commune_id", Level.COMMUNE),
            *triggers.level_of("departement_id", Level.DEPARTEMENT),
            *triggers.SEARCH_OF_ORGANISATION,
        ]
        indexes = [
            models.Index(fields=["sort_key"], name="organisation_sort_key_idx"),
            # A name is searched by any part of it while one types.
            GinIndex(fields=["sort_key"], name="organisation_name_part_idx", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            *identifiers("organisation"),
            *known_values("organisation", legal_form=LegalForm),
            safe_address("organisation"),
            named("organisation"),
            models.CheckConstraint(
                name="organisation_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                violation_error_message="Une structure ne se fusionne pas avec elle-même.",
            ),
            models.CheckConstraint(
                name="organisation_commune_with_departement",
                condition=Q(commune=None) | Q(departement__isnull=False),
                violation_error_message="Indiquez aussi le département de la commune.",
            ),
            PairReference(
                name="organisation_commune_in_departement",
                columns=["commune_id", "departement_id"],
                to_table="poles_collectivity",
                to_columns=["id", "departement_id"],
                violation_error_message="Cette commune n'est pas dans ce département.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/structures/{self.slug}/"

    def clean(self) -> None:
        require_comparable(self.name)


@tracked()
class Membership(Period):
    """An organisation in a pole, for a period, with the family of members it belongs to (law no. 2014-856, article 9)."""

    pole = models.ForeignKey("poles.Pole", models.CASCADE, related_name="memberships", verbose_name="pôle")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name="structure")
    role = models.CharField("rôle", max_length=12, choices=MemberRole.choices, default=MemberRole.MEMBER)
    member_type = models.CharField("type de membre", max_length=20, choices=MemberType.choices, blank=True)
    source = models.CharField("source", max_length=500, blank=True)

    class Meta(Period.Meta):
        verbose_name = "adhésion"
        verbose_name_plural = "adhésions"
        triggers = [raises_content_version(), *triggers.SEARCH_OF_PART]
        constraints = [
            *Period.Meta.constraints,
            *required_values("membership", role=MemberRole),
            *known_values("membership", member_type=MemberType),
            ExclusionConstraint(
                name="membership_periods_apart",
                expressions=[
                    ("pole", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Cette structure est déjà membre du pôle pendant cette période.",
            ),
            models.UniqueConstraint(
                name="membership_undated_unique",
                fields=["pole", "organisation"],
                condition=Q(period=None),
                violation_error_message="Cette structure est déjà membre du pôle, sans date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.pole}"
