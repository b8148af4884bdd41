"""The parts of a pole's page, each changed by a short form of its own."""

from dataclasses import dataclass
from typing import Any

from django import forms

from poles.enums import Level
from poles.fields import TypedAddress
from poles.forms.base import ColumnsForm, ValueForm, WithPoint
from poles.forms.fields import PlaceField, PlacesField
from poles.forms.organisations import OrganisationField, OrganisationFields
from poles.models import Pole, Sector
from poles.services import pictures
from poles.services.names import Names
from poles.services.subjects import REVIEWED_COLUMNS, SUBJECTS


class PresentationForm(ColumnsForm):
    """What the pole is."""

    class Meta(ColumnsForm.Meta):
        fields = ("summary", "description")
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "description": forms.Textarea(attrs={"rows": 14})}


class ContactForm(ColumnsForm):
    """How to reach it."""

    class Meta(ColumnsForm.Meta):
        fields = ("website", "email", "phone")


class IdentityForm(ColumnsForm):
    """What it is called, its legal form, its numbers, its years."""

    class Meta(ColumnsForm.Meta):
        fields = REVIEWED_COLUMNS
        help_texts = {
            "siren": "Neuf chiffres. Celui du pôle lui-même, s'il a la personnalité morale.",
            "siret": "Quatorze chiffres.",
            "rna": "W et neuf caractères, pour une association.",
            "members_announced": "Le nombre que vous annoncez, à part des membres listés.",
            "ended_year": "Seulement si le pôle a pris fin.",
        }


class SubjectForm(ValueForm):
    """A section that is one subject of `SUBJECTS`; `drafted` as in `ColumnsForm`."""

    def __init__(
        self, pole: Pole, drafted: dict[str, Any], data: Any = None, files: Any = None, prefix: str | None = None
    ) -> None:
        value = drafted[self.subject] if self.subject in drafted else SUBJECTS[self.subject].read(pole)
        super().__init__(value, data, files, prefix)


class LinksForm(SubjectForm):
    """Addresses on social networks."""

    subject = "links"
    links = forms.CharField(
        label="Adresses", required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Une par ligne : pages du pôle sur les réseaux sociaux, lettre d'information…",
    )  # fmt: skip

    def shown(self, value: Any) -> dict[str, Any]:
        return {"links": "\n".join(value)}

    def clean_links(self) -> list[str]:
        read = TypedAddress().clean
        lines = self.cleaned_data["links"].splitlines()
        return list(dict.fromkeys(read(line.strip()) for line in lines if line.strip()))

    def value(self) -> Any:
        return self.cleaned_data["links"]


class PictureForm(SubjectForm):
    """What is seen of it."""

    subject = "picture"
    file = forms.FileField(label="Image", required=False, help_text="JPEG, PNG ou WebP, 10 Mo au plus. Elle sera réduite.")
    alt = forms.CharField(label="Ce que l'image montre", max_length=250, required=False, help_text="Lu à qui ne la voit pas.")
    credit = forms.CharField(label="Crédit", max_length=150, required=False, help_text="Qui l'a faite.")
    removed = forms.BooleanField(label="Retirer l'image", required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return pictures.reencoded(file)
        except pictures.NotAPicture as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        stays = not cleaned.get("removed") and (cleaned.get("file") or self.there["digest"])
        if stays and not cleaned.get("alt") and "file" in cleaned:
            self.add_error("alt", "Dites ce que l'image montre.")
        return super().clean()

    def value(self) -> Any:
        typed = self.cleaned_data
        digest = pictures.store(typed["file"]).digest if typed["file"] else self.there["digest"]
        if typed["removed"] or not digest:
            return {"digest": "", "alt": "", "credit": ""}
        return {"digest": digest, "alt": typed["alt"], "credit": typed["credit"]}


class SeatForm(WithPoint, SubjectForm):
    """Where it is."""

    subject = "seat"
    commune = PlaceField(label="Commune", levels=[Level.COMMUNE], help_text="Son nom, ou son code postal.")
    address = forms.CharField(label="Adresse", max_length=250, required=False, help_text="Numéro et rue, si on peut venir.")

    def shown(self, value: Any) -> dict[str, Any]:
        return {**value, "commune": Names([value]).place(value["commune"])}


class LeadForm(OrganisationFields, SubjectForm):
    """The organisation that carries it."""

    subject = "lead_organisation"
    organisation = OrganisationField(label="Structure porteuse", required=False)

    def shown(self, value: Any) -> dict[str, Any]:
        return self.shown_organisation(value)

    def value(self) -> Any:
        return self.cleaned_data["organisation"]


class SectorsForm(SubjectForm):
    """What it works in."""

    subject = "sectors"
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.all(), label="Secteurs", to_field_name="slug", required=False, widget=forms.CheckboxSelectMultiple
    )
    pivot = forms.ModelChoiceField(
        Sector.objects.all(), label="Secteur pivot", to_field_name="slug", required=False, empty_label="aucun",
        help_text="Celui autour duquel le pôle s'est formé, s'il y en a un.",
    )  # fmt: skip

    def shown(self, value: Any) -> dict[str, Any]:
        return {"sectors": value["slugs"], "pivot": value["pivot"]}

    def value(self) -> Any:
        pivot = self.cleaned_data["pivot"]
        slugs = {sector.slug for sector in self.cleaned_data["sectors"]} | ({pivot.slug} if pivot else set())
        return {"pivot": pivot.slug if pivot else "", "slugs": sorted(slugs)}


class TerritoryForm(SubjectForm):
    """Where it acts."""

    subject = "territory"
    places = PlacesField(
        label="Territoire d'action", required=False,
        help_text="Un lieu par ligne : commune, intercommunalité, département ou région.",
    )  # fmt: skip

    def shown(self, value: Any) -> dict[str, Any]:
        return {"places": "\n".join(map(Names(value).place, value))}

    def value(self) -> Any:
        return self.cleaned_data["places"]


@dataclass(frozen=True)
class Section:
    """A part of the page."""

    title: str
    form: Any


SECTIONS = {
    "presentation": Section("Présentation", PresentationForm),
    "contact": Section("Contact", ContactForm),
    "image": Section("Image", PictureForm),
    "liens": Section("Réseaux sociaux et liens", LinksForm),
    "identite": Section("Nom, forme, dates", IdentityForm),
    "siege": Section("Siège", SeatForm),
    "porteuse": Section("Structure porteuse", LeadForm),
    "secteurs": Section("Secteurs", SectorsForm),
    "territoire": Section("Territoire d'action", TerritoryForm),
}
