"""Signing the charter for a pole: one of the directory, or one that is not in it yet."""

from typing import Any

from django import forms
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import ErrorDict
from stdnum.fr import siret as siret_number

from charter.models import CharterVersion, Signature
from poles.enums import Level
from poles.fields import bare_identifier
from poles.forms.base import FocusedWhereWrong
from poles.forms.fields import PlaceField
from poles.models import Pole
from poles.querysets import PoleQuerySet
from poles.services.subjects import place_of
from poles.text import normalized

NEW = "nouveau"
MOST_OFFERED = 6
# Of trigrams, between 0 and 1.
LIKE_ENOUGH = 0.4
LONGEST_NAME, LONGEST_EMAIL = 200, 254
ANOTHER_VERSION = "Une autre version est en vigueur depuis : relisez-la, puis signez."
SIRET_LENGTH = 14


class SigningForm(FocusedWhereWrong, forms.Form):
    """Who signs, for which pole. `pole` is given when the space of a pole, or its page, leads here: it is then not asked.

    A field `which` appears when the name typed may be that of a pole of the directory.
    """

    field_order = ("name", "which", "commune", "siret", "signatory_name", "signatory_function", "email", "statement")
    version = forms.SlugField(widget=forms.HiddenInput)
    name = forms.CharField(label="Nom du pôle", max_length=LONGEST_NAME)
    commune = PlaceField(
        label="Commune du siège",
        levels=[Level.COMMUNE],
        required=False,
        help_text="Si le pôle n'est pas encore dans l'annuaire.",
    )
    siret = forms.CharField(
        label="SIRET", max_length=20, required=False, help_text="S'il en a un : il évite de le confondre avec un autre."
    )
    signatory_name = forms.CharField(label="Votre nom", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    signatory_function = forms.CharField(label="Votre fonction dans le pôle", max_length=150)
    email = forms.EmailField(
        label="Votre adresse professionnelle", max_length=LONGEST_EMAIL,
        help_text="Pour confirmer la signature, et vous répondre. Jamais publiée.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    statement = forms.CharField(
        label="Ce que la charte change dans la vie du pôle", max_length=3000, required=False,
        help_text="Facultatif. Public si la signature est enregistrée.", widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    shows_signatory = forms.BooleanField(
        label="Mon nom et ma fonction peuvent être écrits sur la page de la signature", required=False
    )
    commitment = forms.BooleanField(
        label="Au nom du pôle, je m'engage à suivre la charte",
        error_messages={"required": "Sans cet engagement, il n'y a pas de signature."},
    )

    def __init__(
        self, version: CharterVersion, pole: Pole | None, data: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        # What one engages to follow is what one has read: another version is told, then what is sent again is of this one.
        self.is_of_another = data is not None and data.get("version") != version.slug
        if self.is_of_another:
            data = data.copy()
            data["version"] = version.slug
        super().__init__(data, initial={**(initial or {}), "version": version.slug})
        self.charter_version, self.pole = version, pole
        if pole:
            for name in ("name", "commune", "siret"):
                del self.fields[name]
            return
        typed = str(self.data.get("name", "")).strip()[:LONGEST_NAME] if self.is_bound else ""
        self.near = near_poles(typed, Pole.objects.published()) if typed and "\0" not in typed else []
        if self.near:
            offered = [(one.slug, f"{one.name}, {one.seat_in_words} ({one.code})") for one in self.near]
            self.fields["which"] = forms.ChoiceField(
                label="Est-ce l'un d'eux ?", choices=[*offered, (NEW, f"Non, un autre pôle : {typed}")],
                widget=forms.RadioSelect, error_messages={"required": "Choisissez : il est peut-être déjà dans l'annuaire."},
            )  # fmt: skip
            self.order_fields(self.field_order)

    def clean_siret(self) -> str:
        """Fourteen digits, with a right key."""
        text = bare_identifier(self.cleaned_data["siret"])
        if text and (len(text) != SIRET_LENGTH or not siret_number.is_valid(text)):
            raise ValidationError("Ce numéro SIRET n'est pas valable : 14 chiffres, dont une clé de contrôle.")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_of_another:
            self.add_error(None, ANOTHER_VERSION)
        is_new = self.pole is None and "which" not in self.errors and not self.chosen
        if is_new and "commune" in cleaned and not cleaned["commune"]:
            self.add_error("commune", "Dites dans quelle commune est le pôle.")
        return cleaned

    def forget_errors(self) -> None:
        """Show what is typed without a word on it: nobody asked to sign yet."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    @property
    def chosen(self) -> Pole | None:
        """The pole that signs, when the directory holds it."""
        which = self.cleaned_data.get("which")
        return self.pole or next((one for one in getattr(self, "near", []) if one.slug == which), None)

    def signature(self, existing: Signature | None = None) -> Signature:
        """What the form, valid, makes: a signature that is not saved, or `existing` with its new values."""
        typed, pole = self.cleaned_data, self.chosen
        made = existing or Signature()
        made.version, made.pole = self.charter_version, pole
        if pole:
            made.name, made.commune, made.siret = pole.name, pole.seat_commune, pole.siret
        else:
            made.name, made.siret = typed["name"].strip(), typed["siret"]
            made.commune = place_of(typed["commune"], needed="Choisissez la commune du siège.")
        for name in ("signatory_name", "signatory_function", "email", "statement", "shows_signatory"):
            setattr(made, name, typed[name])
        return made


def typed_of(signature: Signature) -> dict[str, list[str]]:
    """What the browser would send for what a signature says, but the commitment, which is given again."""
    typed = {
        "version": signature.version.slug,
        "name": signature.name,
        "commune": str(signature.commune or ""),
        "which": "" if signature.pole else NEW,
        "shows_signatory": "on" if signature.shows_signatory else "",
        **{name: getattr(signature, name) for name in ("siret", "signatory_name", "signatory_function", "email", "statement")},
    }
    return {name: [value] for name, value in typed.items() if value}


def near_poles(typed: str, among: PoleQuerySet) -> list[Pole]:
    """Poles whose name is like what is typed, or holds it; the nearest names first."""
    key = normalized(typed)
    if not key:
        return []
    like = among.annotate(likeness=TrigramSimilarity("sort_key", key))
    like = like.filter(Q(sort_key__contains=key) | Q(acronym__iexact=typed) | Q(likeness__gte=LIKE_ENOUGH))
    return list(like.select_related("seat_commune", "seat_departement").order_by("-likeness", "pk")[:MOST_OFFERED])
