"""Lines of rows of one model, and of structures: django-import-export's resources, told by our report.

An empty cell says nothing, and erases nothing. A line is about the row that it names; else it makes a new one.
"""

import re
from abc import abstractmethod
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Deferrable, Model
from django.template.defaultfilters import floatformat
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ManyToManyWidget, Widget

from poles.enums import LegalForm
from poles.fields import bare_identifier
from poles.models import Organisation
from poles.services import cells as read
from poles.services.gazetteer import Gazetteer
from poles.services.import_lines import Change, Importer, LineReport, Outcome, Refused
from poles.services.known_names import KnownNames
from poles.services.slugs import Slugs
from poles.text import normalized


class Read(Widget):
    """A cell read by a function that raises ValueError."""

    def __init__(self, convert: Callable[[str], Any]) -> None:
        super().__init__()
        self.convert = convert

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        return self.convert(value)


def column(attribute: str, name: str, convert: Callable[[str], Any] = str) -> Field:
    """A field of the model read from the cell of that column."""
    return Field(attribute, name, Read(convert))


class LineResource(Importer, ModelResource):
    """Takes lines one by one."""

    class Meta:
        skip_diff = True
        store_instance = True
        use_transactions = False

    def __init__(self) -> None:
        super().__init__()
        self.known = KnownNames()
        self.line_of: dict[int, int] = {}
        _check_line_by_line(self._meta.model)

    @abstractmethod
    def find(self, cells: dict[str, str]) -> Any:
        """The row that a line is about; None for a new one. Raises Refused, ValueError."""

    @transaction.atomic
    def take(self, line: int, cells: dict[str, str]) -> LineReport:
        """Raises Refused, ValidationError, IntegrityError."""
        self.changes: list[Change] = []
        result = self.import_row(cells, None, row_number=line)
        if result.validation_error:
            raise ValidationError(_under_columns(result.validation_error, self))
        for error in result.errors:
            raise error.error
        row, is_new = result.instance, result.import_type == result.IMPORT_TYPE_NEW
        if row.pk in self.line_of:
            raise Refused(f"même fiche que la ligne {self.line_of[row.pk]} : {self.called(row)}")
        self.line_of[row.pk] = line
        if is_new:
            return LineReport(line, Outcome.CREATED, self.called(row))
        return LineReport(line, Outcome.UPDATED if self.changes else Outcome.UNCHANGED, self.called(row), "", self.changes)

    def called(self, row: Any) -> str:
        """What the report names a row."""
        return str(row)

    # --- What the library asks ---------------------------------------------------------------------------------------
    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Any, bool]:
        try:
            found = self.find(row)
        except ValueError as error:
            raise Refused(str(error)) from error
        return (found, False) if found else (self.init_instance(row), True)

    def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
        before = {field.column_name: self._shown(field, instance) for field in self._own_fields()}
        super().import_instance(instance, row, **options)
        now = {field.column_name: self._shown(field, instance) for field in self._own_fields()}
        self.changes = [Change(name, before[name], now[name]) for name in now if before[name] != now[name]]

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        if row.get(field.column_name):
            super().import_field(field, instance, row, is_m2m=is_m2m, **options)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return bool(instance.pk and not self.changes and not import_validation_errors)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True) -> None:
        """Value by value; the rules that bind several are the database's, which checks them anyway."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        related = [field.name for field in instance._meta.concrete_fields if field.is_relation or field.unique]
        instance.clean_fields(exclude=related)
        instance.clean()

    # --- Words of the report -----------------------------------------------------------------------------------------
    def _own_fields(self) -> list[Field]:
        return [field for field in self.get_import_fields() if not isinstance(field.widget, ManyToManyWidget)]

    def _shown(self, field: Field, instance: Any) -> str:
        value = getattr(instance, field.attribute, None)
        choices = getattr(instance, f"get_{field.attribute}_display", None)
        if isinstance(value, Decimal):
            return str(floatformat(value, "-2g"))
        return str(choices() if choices else "" if value is None else value)


class OrganisationResource(LineResource):
    """Known by its address, else SIRET, RNA, SIREN, else name and département."""

    name = column("name", "nom", lambda cell: " ".join(cell.split()))
    acronym = column("acronym", "sigle")
    legal_form = column("legal_form", "forme_juridique", read.choice(LegalForm, "forme juridique inconnue"))
    siren = column("siren", "siren", read.siren)
    siret = column("siret", "siret", read.siret)
    rna = column("rna", "rna", read.rna)
    website = column("website", "site", read.address)

    class Meta(LineResource.Meta):
        model = Organisation
        fields = ("name", "acronym", "legal_form", "siren", "siret", "rna", "website")

    def __init__(self) -> None:
        super().__init__()
        self.gazetteer, self.slugs = Gazetteer(), Slugs.of_organisations()

    def find(self, cells: dict[str, str]) -> Organisation | None:
        pk = self._key(cells)
        if pk is None and not cells.get("nom"):
            raise Refused("nom : à remplir")
        return Organisation.objects.select_related("commune", "departement").get(pk=pk) if pk else None

    def _key(self, cells: dict[str, str]) -> int | None:
        address = re.sub(r"^.*/structures/([^/]+)/?$", r"\1", cells.get("adresse", "").strip())
        for key in (address.lower(), cells.get("siret", ""), cells.get("rna", "")):
            found = self.known.organisations.get("".join(key.split()))
            if found:
                return next(iter(found))
        if cells.get("adresse"):
            raise Refused(f"adresse : aucune structure n'a l'adresse « {cells['adresse']} »")
        keys = (normalized(cells.get("nom", "")), bare_identifier(cells.get("siren", "")))
        alike = set().union(*(self.known.organisations.get(key, set()) for key in keys))
        rows = [one for one in Organisation.objects.filter(pk__in=alike).select_related("departement") if _fits(one, cells)]
        if len(rows) > 1:
            raise Refused(f"plusieurs structures répondent à « {cells['nom']} » : donnez le SIRET, ou l'adresse de la page")
        return rows[0].pk if rows else None

    def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
        super().import_instance(instance, row, **options)
        if not any(row.get(name) for name in ("departement", "commune", "code_insee")):
            return
        departement, commune, problems = self.gazetteer.seat(
            departement_code=row.get("departement", ""), insee_code=row.get("code_insee", ""),
            commune_name=row.get("commune", ""), region_name="",
        )  # fmt: skip
        if problems:
            raise Refused(
                *(re.sub("^departement_code", "departement", re.sub("^insee_code", "code_insee", one)) for one in problems)
            )
        before = str(instance.commune or instance.departement or "")
        if commune != instance.commune if commune else departement != instance.departement:
            instance.departement, instance.commune = departement, commune
            self.changes.append(Change("commune", before, str(commune or departement)))

    def save_instance(self, instance: Any, is_create: bool, row: Any, **options: Any) -> None:
        if is_create:
            instance.slug = self.slugs.free(instance.name)
        super().save_instance(instance, is_create, row, **options)
        self.slugs.taken.add(instance.slug)
        self.known.add_organisation(instance)


def _check_line_by_line(model: type[Model]) -> None:
    """Rules that wait for the end of the transaction are asked after each line, so that a line alone is refused."""
    names = [rule.name for rule in model._meta.constraints if getattr(rule, "deferrable", None) == Deferrable.DEFERRED]
    if names:
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {', '.join(names)} IMMEDIATE")


def _under_columns(error: ValidationError, resource: ModelResource) -> Any:
    """The same messages under the names of the file's columns."""
    if not hasattr(error, "error_dict"):
        return error
    names = {field.attribute: field.column_name for field in resource.get_import_fields()}
    return {names.get(name, name): told for name, told in error.error_dict.items()}


def _fits(row: Organisation, cells: dict[str, str]) -> bool:
    """Whether a structure of that name may be the one of the line: no number that differs, nor another département."""
    for name in ("siret", "siren", "rna"):
        typed = bare_identifier(cells.get(name, ""))
        if typed and getattr(row, name) not in ("", typed):
            return False
    departement = cells.get("departement", "")
    return not departement or row.departement is None or row.departement.code == departement
