"""What poles are filtered and counted by: one declaration a parameter, which gives both its condition and its counts."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from poles.enums import EndPrecision, LegalForm, MemberType, RecognitionKind, Scale, StageName
from poles.models import (
    Collectivity,
    Membership,
    PartnershipRole,
    PartnershipRoleLink,
    Pole,
    PoleSector,
    Recognition,
    Sector,
    Stage,
)
from ptce_site.clock import today

Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Facet:
    """A parameter of the directory whose values are counted."""

    parameter: str
    label: Any
    rows: Rows
    """The rows that say which pole has which value."""
    value: str
    """In such a row, the code or slug that stands in addresses."""
    pole: str = "pole_id"
    """In such a row, the pole."""
    choices: Any = None
    """The enumeration of its values, when they are one."""
    names: Rows | None = None
    """Else the rows that name its values, each with `name` and `code` or `slug`."""
    name_key: str = "slug"

    periods: Rows | None = None
    """For what is dated, the rows that have a period: on a day, those that held then; what has no date held on none."""

    def poles(self, values: Iterable[str], day: datetime.date | None = None) -> QuerySet[Any]:
        """The ids of the poles that have one of the values: as of `day` where it is dated."""
        rows = self.periods().filter(period__contains=day) if self.periods and day else self.rows()
        return rows.filter(**{f"{self.value}__in": list(values)}).values(self.pole)


def _published() -> QuerySet[Any]:
    return Pole.objects.published().order_by()


def _regions() -> QuerySet[Any]:
    return Collectivity.objects.current().regions().order_by()


def _departements() -> QuerySet[Any]:
    return Collectivity.objects.current().departements().order_by()


def _current_stages() -> QuerySet[Any]:
    """Stages that hold today; one whose end nobody knows may have ended already."""
    return Stage.objects.filter(period__contains=today()).exclude(end_precision=EndPrecision.UNKNOWN)


def _recognitions() -> QuerySet[Any]:
    """A laureate of a call stays one; a signatory of the charter is one for as long as the signature holds."""
    return Recognition.objects.exclude(kind=RecognitionKind.CHARTER, period__upper_inf=False, period__endswith__lte=today())


def _dated_stages() -> QuerySet[Any]:
    return Stage.objects.filter(period__startswith__isnull=False).order_by()


def _dated_recognitions() -> QuerySet[Any]:
    return Recognition.objects.filter(period__startswith__isnull=False).order_by()


FACETS = {
    facet.parameter: facet
    for facet in (
        Facet("region", _("Région"), _published, "seat_departement__region__code", "pk", None, _regions, "code"),
        Facet("departement", _("Département"), _published, "seat_departement__code", "pk", None, _departements, "code"),
        Facet("secteur", _("Secteur"), PoleSector.objects.order_by, "sector__slug", names=Sector.objects.order_by),
        Facet("forme", _("Forme juridique"), _published, "legal_form", "pk", LegalForm),
        Facet("stade", _("Stade"), _current_stages, "name", choices=StageName, periods=_dated_stages),
        Facet("type_membre", _("Type de membre"), Membership.objects.order_by, "member_type", choices=MemberType),
        Facet(
            "reconnaissance", _("Reconnaissance"), _recognitions, "kind", choices=RecognitionKind,
            periods=_dated_recognitions,
        ),
        Facet(
            "role_collectivite", _("Ce que font les collectivités"), PartnershipRoleLink.objects.order_by, "role__slug",
            "partnership__pole_id", names=PartnershipRole.objects.order_by,
        ),
        Facet("echelle", _("Échelle"), _published, "scale", "pk", Scale),
    )
}  # fmt: skip
