"""Rules that the database holds, in forms that several models share."""

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Q

from poles.functions import SirenIsValid, SiretIsValid
from poles.text import COMPARABLE_NAME_NEEDED

FIRST_YEAR, LAST_YEAR = 1800, 2200
# A host with a dot, no name or password before it: what a reader sees is where the link leads.
HTTP_ADDRESS = r"^https?://[^\s/?#@\\<>\"|^`{}]+\.[^\s/?#@\\<>\"|^`{}]+([/?#][^\s\\<>\"|^`{}]*)?$"
ADDRESS_NEEDED = "L'adresse doit être celle d'une page publique : http:// ou https://, puis un nom de domaine."
PLAUSIBLE_YEAR_NEEDED = f"L'année doit être entre {FIRST_YEAR} et {LAST_YEAR}."
PLAUSIBLE_YEAR = [
    MinValueValidator(FIRST_YEAR, PLAUSIBLE_YEAR_NEEDED),
    MaxValueValidator(LAST_YEAR, PLAUSIBLE_YEAR_NEEDED),
]
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
RNA_NUMBER = r"^W[0-9A-Z]{9}$"


class PairReference(models.BaseConstraint):
    """A foreign key of two columns: the pair must stand together in a row of the other table.

    `columns` of the model reference `to_columns` of `to_table`, which must be unique together there. Nothing is held
    while one of them is null. When the pair changes there, it changes here.
    """

    def __init__(
        self, *, name: str, columns: Sequence[str], to_table: str, to_columns: Sequence[str], violation_error_message: str
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.columns, self.to_table, self.to_columns = tuple(columns), to_table, tuple(to_columns)

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        columns = ", ".join(map(quote, self.columns))
        to_columns = ", ".join(map(quote, self.to_columns))
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({columns}) "
            f"REFERENCES {quote(self.to_table)} ({to_columns}) ON UPDATE CASCADE"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> Statement:  # type: ignore[override]
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Statement:  # type: ignore[override]
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model: Any, instance: models.Model, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        fields = {field.column: field for field in model._meta.concrete_fields}
        if exclude and any(fields[column].name in exclude for column in self.columns):
            return
        values = [getattr(instance, fields[column].attname) for column in self.columns]
        if None in values:
            return
        to_model = fields[self.columns[0]].related_model
        by_column = {field.column: field.attname for field in to_model._meta.concrete_fields}
        wanted = {by_column[column]: value for column, value in zip(self.to_columns, values, strict=True)}
        if not to_model._base_manager.using(using).filter(**wanted).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "columns": self.columns, "to_table": self.to_table, "to_columns": self.to_columns}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PairReference) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


def identifiers(prefix: str) -> list[models.BaseConstraint]:
    """SIREN, SIRET and RNA are empty or right, and a SIRET begins with the SIREN."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_siren_valid",
            condition=Q(siren="") | Q(SirenIsValid("siren")),
            violation_error_message="Ce numéro SIREN n'est pas valable : 9 chiffres, dont une clé de contrôle.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_siret_valid",
            condition=Q(siret="") | Q(SiretIsValid("siret")),
            violation_error_message="Ce numéro SIRET n'est pas valable : 14 chiffres, dont une clé de contrôle.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_siret_of_siren",
            condition=Q(siren="") | Q(siret="") | Q(siret__startswith=models.F("siren")),
            violation_error_message="Le SIRET doit commencer par le SIREN.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_rna_valid",
            condition=Q(rna="") | Q(rna__regex=RNA_NUMBER),
            violation_error_message="Ce numéro RNA n'est pas valable : W suivi de 9 chiffres ou lettres.",
        ),
        models.UniqueConstraint(
            name=f"{prefix}_siret_unique",
            fields=["siret"],
            condition=~Q(siret=""),
            violation_error_message="Ce SIRET est déjà enregistré.",
        ),
    ]


def known_values(prefix: str, **enums: type[models.TextChoices]) -> list[models.BaseConstraint]:
    """Each field is empty, or holds a value of its closed list."""
    return _listed(prefix, {field: ["", *enum.values] for field, enum in enums.items()})


def required_values(prefix: str, **enums: type[models.TextChoices]) -> list[models.BaseConstraint]:
    """Each field holds a value of its closed list."""
    return _listed(prefix, {field: enum.values for field, enum in enums.items()})


def _listed(prefix: str, lists: dict[str, list[str]]) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{prefix}_{field}_known",
            condition=Q(**{f"{field}__in": values}),
            violation_error_message="Cette valeur n'est pas dans la liste.",
        )
        for field, values in lists.items()
    ]


def named_host(address: str) -> None:
    """The host of a web address has a name: a number is that of no page for the public. Raises ValidationError."""
    try:
        ipaddress.ip_address((urlsplit(address).hostname or "").strip("[]"))
    except ValueError:
        return
    raise ValidationError(ADDRESS_NEEDED)


def safe_address(prefix: str, field: str = "website") -> models.CheckConstraint:
    """A web address is empty, or begins with http:// or https:// and a host, and holds no space."""
    return models.CheckConstraint(
        name=f"{prefix}_{field}_safe",
        condition=Q(**{field: ""}) | Q(**{f"{field}__regex": HTTP_ADDRESS}),
        violation_error_message=ADDRESS_NEEDED,
    )


def named(prefix: str) -> models.CheckConstraint:
    """A name can be compared with others (`poles.text.require_comparable`); for a model that has a `sort_key`."""
    return models.CheckConstraint(
        name=f"{prefix}_name_not_blank", condition=~Q(sort_key=""), violation_error_message=COMPARABLE_NAME_NEEDED
    )


def years(prefix: str) -> list[models.BaseConstraint]:
    """Founding and end are plausible years, in order."""
    plausible = (FIRST_YEAR, LAST_YEAR)
    return [
        models.CheckConstraint(
            name=f"{prefix}_founded_year_plausible",
            condition=Q(founded_year=None) | Q(founded_year__range=plausible),
            violation_error_message=PLAUSIBLE_YEAR_NEEDED,
        ),
        models.CheckConstraint(
            name=f"{prefix}_ended_year_plausible",
            condition=Q(ended_year=None) | Q(ended_year__range=plausible),
            violation_error_message=PLAUSIBLE_YEAR_NEEDED,
        ),
        models.CheckConstraint(
            name=f"{prefix}_years_ordered",
            condition=Q(founded_year=None) | Q(ended_year=None) | Q(ended_year__gte=models.F("founded_year")),
            violation_error_message="L'année de fin ne peut pas précéder l'année de création.",
        ),
    ]


def point(prefix: str) -> list[models.BaseConstraint]:
    """Latitude and longitude go together, in degrees, with what the point stands for."""
    none = Q(latitude=None, longitude=None, point_precision="")
    # A check that yields NULL passes: both are first said to be there.
    some = Q(latitude__isnull=False, longitude__isnull=False) & ~Q(point_precision="")
    inside = Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
    return [
        models.CheckConstraint(
            name=f"{prefix}_point_on_earth",
            condition=inside,
            violation_error_message="Une latitude va de -90 à 90 degrés, une longitude de -180 à 180.",
        ),
        models.CheckConstraint(
            name=f"{prefix}_point_whole",
            condition=none | some,
            violation_error_message="Un point a une latitude, une longitude et une précision, ou rien des trois.",
        ),
    ]
