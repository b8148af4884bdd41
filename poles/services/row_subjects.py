"""Lists of a pole of which an editor may add, change or take away one row: members, collectivités, places.

As in `poles.services.subjects`, values are plain JSON. Dates are those of `poles.partial_dates`.
"""

from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.template.defaultfilters import floatformat

from poles.enums import MemberRole, MemberType
from poles.models import Membership, Partnership, PartnershipRole, Place, Pole
from poles.services import periods, subjects
from poles.services.names import Names


class RowSubject(Protocol):
    """One list."""

    name: str
    label: str
    model: type[Model]

    @property
    def origins(self) -> tuple[str, ...]:
        """Under which names `provenance` keeps where the rows come from."""

    def rows(self, pole: Pole) -> Any: ...

    def values(self, row: Any) -> dict[str, Any]: ...

    def write(self, row: Any, value: dict[str, Any]) -> None: ...

    def words(self, value: dict[str, Any], names: Names) -> str: ...


class Members:
    """`{"organisation": …, "role": …, "member_type": …, "source": …, "since": …, "until": …, "goes_on": bool}`."""

    name, label = "members", "membre"
    origins = ("memberships",)
    model: type[Model] = Membership

    def rows(self, pole: Pole) -> Any:
        return Membership.objects.filter(pole=pole).select_related("organisation")

    def values(self, row: Membership) -> dict[str, Any]:
        plain = {name: getattr(row, name) for name in ("role", "member_type", "source")}
        return {"organisation": subjects.reference_of(row.organisation), **plain, **periods.value_of(row)}

    def write(self, row: Membership, value: dict[str, Any]) -> None:
        row.organisation = subjects.organisation_of(value["organisation"])
        row.role, row.member_type, row.source = value["role"], value["member_type"], value["source"]
        periods.write(row, value)
        row.full_clean()
        row.save()

    def words(self, value: dict[str, Any], names: Names) -> str:
        role = MemberRole(value["role"]).label
        kind = MemberType(value["member_type"]).label if value["member_type"] else ""
        name = names.organisation(value["organisation"])
        return ", ".join(filter(None, (name, str(role), str(kind), periods.words(value))))


class Partnerships:
    """`{"collectivity": "region:84", "roles": [slug, …], "amount": "12000.00", "link": …, …}`, and a period as above."""

    name, label = "partnerships", "collectivité partenaire"
    origins = ("partnerships",)
    model: type[Model] = Partnership

    def rows(self, pole: Pole) -> Any:
        return Partnership.objects.filter(pole=pole).select_related("collectivity").prefetch_related("roles")

    def values(self, row: Partnership) -> dict[str, Any]:
        return {
            "collectivity": subjects.key_of(row.collectivity),
            "roles": sorted(role.slug for role in row.roles.all()),
            "amount": "" if row.amount is None else f"{row.amount:f}",
            "link": row.link,
            **periods.value_of(row),
        }

    def write(self, row: Partnership, value: dict[str, Any]) -> None:
        row.collectivity = subjects.place_of(value["collectivity"], needed="Cette collectivité n'existe plus.")
        row.amount, row.link = value["amount"] or None, value["link"]
        periods.write(row, value)
        row.full_clean()
        row.save()
        row.role_links.exclude(role__slug__in=value["roles"]).delete()
        for role in PartnershipRole.objects.filter(slug__in=value["roles"]):
            row.role_links.get_or_create(role=role)

    def words(self, value: dict[str, Any], names: Names) -> str:
        roles = [names.role(slug) for slug in value["roles"]]
        amount = f"{floatformat(value['amount'], '-2g')} €" if value["amount"] else ""
        place = names.place(value["collectivity"])
        return ", ".join(filter(None, (place, *roles, amount, value["link"], periods.words(value))))


class Places:
    """`{"name": …, "description": …, "address": …, "commune": "commune:26281", "website": …, "point": …}`."""

    name, label = "places", "lieu"
    origins = ("places",)
    model: type[Model] = Place

    def rows(self, pole: Pole) -> Any:
        return Place.objects.filter(pole=pole).select_related("commune")

    def values(self, row: Place) -> dict[str, Any]:
        texts = {name: getattr(row, name) for name in ("name", "description", "address", "website")}
        return {**texts, "commune": subjects.key_of(row.commune), "point": subjects.point_of(row)}

    def write(self, row: Place, value: dict[str, Any]) -> None:
        commune = subjects.place_of(value["commune"], needed="Choisissez la commune.") if value["commune"] else None
        subjects.set_point(row, value["point"])
        row.commune = commune
        for name in ("name", "description", "address", "website"):
            setattr(row, name, value[name])
        row.full_clean()
        row.save()

    def words(self, value: dict[str, Any], names: Names) -> str:
        commune = names.place(value["commune"])
        return ", ".join(filter(None, (value["name"], value["description"], value["address"], commune, value["website"])))


_EVERY: tuple[RowSubject, ...] = (Members(), Partnerships(), Places())
ROW_SUBJECTS = {subject.name: subject for subject in _EVERY}


def every(name: str, pole: Pole) -> dict[int, dict[str, Any]]:
    """The values of every row of the pole, by key, in the order of the page."""
    subject = ROW_SUBJECTS[name]
    return {row.pk: subject.values(row) for row in subject.rows(pole).order_by("pk")}


def read(name: str, pole: Pole, pk: int | None) -> dict[str, Any] | None:
    """The values of a row of the pole; None when it has no such row, or not any more."""
    subject = ROW_SUBJECTS[name]
    row = subject.rows(pole).filter(pk=pk).first() if pk else None
    return subject.values(row) if row else None


def write(name: str, pole: Pole, pk: int | None, value: dict[str, Any] | None) -> int | None:
    """Add a row, change it, or take it away (no value); its key, if it is there afterwards. Raises ValidationError."""
    subject = ROW_SUBJECTS[name]
    rows = subject.rows(pole)
    if value is None:
        rows.filter(pk=pk).delete()
        return None
    row: Any = rows.filter(pk=pk).first() if pk else subject.model(pole=pole)
    if row is None:
        raise ValidationError("Cette ligne n'est plus sur la page : ôtez ce changement.")
    subject.write(row, value)
    return int(row.pk)
