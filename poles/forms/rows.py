"""One row of a list of a pole: a member, a collectivité that supports it, a place."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms

from poles import partial_dates
from poles.enums import Level, MemberRole, MemberType
from poles.fields import TypedAddress
from poles.forms.base import ValueForm, WithPoint
from poles.forms.fields import AmountField, PartialDateField, PlaceField
from poles.forms.organisations import OrganisationField, OrganisationFields
from poles.models import PartnershipRole
from poles.services.names import Names
from ptce_site.clock import today

# What begins later than that is a slip of the finger.
NOT_LATER = datetime.timedelta(days=366)


class PeriodFields(forms.Form):
    """Since when, and until when."""

    since = PartialDateField(label="Depuis")
    until = PartialDateField(label="Jusqu'à", help_text="Si c'est fini.")
    goes_on = forms.BooleanField(label="Toujours en cours", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("goes_on") and not cleaned.get("since") and "since" in cleaned:
            self.add_error("since", "Depuis quand ? L'année suffit.")
        since, _ = partial_dates.read(cleaned.get("since") or "")
        if since and since > today() + NOT_LATER:
            self.add_error("since", "Cette date est à venir de plus d'un an : vérifiez l'année.")
        elif since and since > today() and cleaned.get("goes_on"):
            self.add_error("since", "Cette date est à venir : ce n'est pas encore en cours.")
        if cleaned.get("until") and cleaned.get("goes_on"):
            self.add_error("goes_on", "C'est fini, ou toujours en cours : pas les deux.")
        return cleaned


class MemberForm(OrganisationFields, PeriodFields, ValueForm):
    """An organisation in the pole."""

    subject = "members"
    field_order = ("organisation", "role", "member_type", "since", "until", "goes_on")
    organisation = OrganisationField(label="Structure")
    role = forms.ChoiceField(label="Rôle", choices=MemberRole.choices, initial=MemberRole.MEMBER)
    member_type = forms.ChoiceField(
        label="Type de membre", choices=[("", "je ne sais pas"), *MemberType.choices], required=False,
        help_text="Les familles de membres de la loi de 2014 sur l'ESS, article 9.",
    )  # fmt: skip

    def shown(self, value: Any) -> dict[str, Any]:
        return {} if value is None else {**value, **self.shown_organisation(value["organisation"])}

    def value(self) -> Any:
        return {"source": "", **super().value()}


class PartnershipForm(PeriodFields, ValueForm):
    """A collectivité beside the pole."""

    subject = "partnerships"
    field_order = ("collectivity", "roles", "amount", "link", "since", "until", "goes_on")
    collectivity = PlaceField(label="Collectivité", levels=Level.values, help_text="Son nom.")
    roles = forms.ModelMultipleChoiceField(
        PartnershipRole.objects.all(), label="Ce qu'elle fait", to_field_name="slug", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    amount = AmountField(label="Montant en euros", required=False, help_text="S'il est public.")
    link = TypedAddress(
        label="Lien", max_length=500, required=False, help_text="Délibération, convention ou page qui en parle."
    )

    def shown(self, value: Any) -> dict[str, Any]:
        return {} if value is None else {**value, "collectivity": Names([value]).place(value["collectivity"])}

    def value(self) -> Any:
        value = super().value()
        amount = value["amount"]
        roles = sorted(role.slug for role in value["roles"])
        return {**value, "roles": roles, "amount": "" if amount is None else f"{amount:.2f}"}


class PlaceForm(WithPoint, ValueForm):
    """A place that the pole opens or shares."""

    subject = "places"
    name = forms.CharField(label="Nom", max_length=150)
    description = forms.CharField(label="Ce qu'on y trouve", max_length=300, required=False)
    address = forms.CharField(label="Adresse", max_length=250, required=False)
    commune = PlaceField(label="Commune", levels=[Level.COMMUNE], required=False, help_text="Son nom, ou son code postal.")
    website = TypedAddress(label="Site", max_length=300, required=False)

    def shown(self, value: Any) -> dict[str, Any]:
        return {} if value is None else {**value, "commune": Names([value]).place(value["commune"])}


@dataclass(frozen=True)
class RowList:
    """A list of rows."""

    title: str
    one: str
    form: type[ValueForm]


LISTS = {
    "lieux": RowList("Lieux", "un lieu", PlaceForm),
    "membres": RowList("Membres", "un membre", MemberForm),
    "collectivites": RowList("Collectivités", "une collectivité", PartnershipForm),
}
