"""An organisation as somebody types it: by its name or one of its numbers, the known ones proposed first."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Q, When
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from poles.models import Organisation
from poles.text import normalized, normalized_each

MOST_OFFERED, MOST_READ = 6, 30
NEW = "nouvelle"
BY_SLUG = "slug:"
LENGTH_OF_SIREN = 9
NUMBER = re.compile(r"(?<!\w)(?:W[0-9A-Z]{9}|[0-9](?:[ .]?[0-9]){8}(?:(?:[ .]?[0-9]){5})?)(?!\w)", re.IGNORECASE)
LABELS = re.compile(r"\b(?:SIREN|SIRET|RNA)\b", re.IGNORECASE)


def parts_of(text: str) -> tuple[str, str, str]:
    """The name, then the column and the number of the SIREN, SIRET or RNA that stands in what is typed; empty when absent."""
    found = NUMBER.search(text)
    if found is None:
        return text.strip(), "", ""
    number = re.sub(r"[\s.]", "", found[0]).upper()
    column = "rna" if number.startswith("W") else "siren" if len(number) == LENGTH_OF_SIREN else "siret"
    besides = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(LABELS.sub(" ", besides).split()).strip(" ,;:()-"), column, number


def known_like(texts: Sequence[str]) -> list[list[Organisation]]:
    """For each text typed, the organisations that it may be: that of the same number, else of the same name, then those
    whose name holds it. Two statements, however many texts."""
    parts = [parts_of(text) for text in texts]
    keys = normalized_each([name for name, _, _ in parts])
    numbers = [number for _, _, number in parts if number]
    named = Q(sort_key__in=keys) | Q(acronym__in=[name for name, _, _ in parts if name])
    for key in filter(None, keys):
        named |= Q(sort_key__contains=key)
    numbered = Q(siren__in=[number[:LENGTH_OF_SIREN] for number in numbers]) | Q(siret__in=numbers) | Q(rna__in=numbers)
    standing = Organisation.objects.filter(merged_into=None).select_related("commune", "departement")
    rows = standing.filter(named | numbered if numbers else named)
    # Of a common name very many may be read: the exact ones first.
    is_exact = Case(When(Q(sort_key__in=keys) | numbered, then=0), default=1)
    found = list(rows.order_by(is_exact, "sort_key", "pk")[: MOST_READ * len(texts)]) if texts else []
    return [_likely(*part, key, found) for part, key in zip(parts, keys, strict=True)]


def _likely(name: str, column: str, number: str, key: str, found: list[Organisation]) -> list[Organisation]:
    if number:
        short = number[:LENGTH_OF_SIREN] if column == "siret" else None
        same = [one for one in found if getattr(one, column) == number or (short and one.siren == short)]
        if same or not name:
            return same[:MOST_OFFERED]
    if not key:
        return []
    named = [one for one in found if key in one.sort_key or (one.acronym and one.acronym == name)]
    return sorted(named, key=lambda one: one.sort_key != key)[:MOST_OFFERED]


def described(organisation: Organisation) -> str:
    """Its name with what tells it from another of that name."""
    place = organisation.commune or organisation.departement
    number = organisation.siret or organisation.siren or organisation.rna
    return ", ".join(filter(None, (organisation.name, str(place) if place else "", number)))


class OrganisationField(forms.CharField):
    """What is typed; `OrganisationFields` tells which organisation it is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=250, **{"help_text": "Son nom, ou son SIREN, SIRET ou RNA ; si elle est nouvelle, les deux.", **options}
        )


class OrganisationFields(forms.Form):
    """A field `organisation`, and a choice that appears when what is typed may be several organisations.

    Cleaned, `organisation` is what `subjects.organisation_of` takes, or None.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        typed = str(self.data.get(self.add_prefix("organisation"), "")).strip() if self.is_bound else ""
        self.is_kept = bool(typed) and typed == self.initial.get("organisation")
        self.known = known_like([typed])[0] if typed and "\0" not in typed and not self.is_kept else []
        is_sure = len(self.known) == 1 and _is_named_by(self.known[0], typed)
        if self.known and not is_sure:
            offered = [(f"{BY_SLUG}{one.slug}", described(one)) for one in self.known]
            self.fields["which"] = forms.ChoiceField(
                label="Est-ce l'une d'elles ?", choices=[*offered, (NEW, f"Non, une autre : {typed}")],
                widget=forms.RadioSelect, error_messages={"required": "Choisissez : elle est peut-être déjà connue."},
            )  # fmt: skip
            names = list(self.fields)
            names.insert(names.index("organisation") + 1, names.pop())
            self.order_fields(names)

    def shown_organisation(self, value: Any) -> dict[str, Any]:
        """What the field shows of a value, which stays that one as long as the text does."""
        self.reference = value
        if not value:
            return {"organisation": ""}
        if "slug" not in value:
            numbers = (value[name] for name in ("siren", "siret", "rna") if name in value)
            return {"organisation": " ".join((value["name"], *numbers))}
        known = Organisation.objects.filter(slug=value["slug"]).first()
        return {"organisation": known.name if known else ""}

    def clean_organisation(self) -> Any:
        typed = self.cleaned_data["organisation"].strip()
        if not typed:
            return None
        if self.is_kept:
            return self.reference
        if "which" in self.fields:
            return typed  # decided with the choice, below
        if self.known:
            return {"slug": self.known[0].slug}
        return new_organisation(typed)

    def clean_which(self) -> str:
        which: str = self.cleaned_data["which"]
        typed = self.cleaned_data.get("organisation", "")
        if which.startswith(BY_SLUG):
            self.cleaned_data["organisation"] = {"slug": which.removeprefix(BY_SLUG)}
        elif typed:
            try:
                self.cleaned_data["organisation"] = new_organisation(typed)
            except ValidationError as error:
                self.add_error("organisation", error)
        return which


def _is_named_by(organisation: Organisation, typed: str) -> bool:
    """Whether what is typed is its number, or exactly its name and no other number."""
    name, column, number = parts_of(typed)
    if number:
        return bool(getattr(organisation, column) == number)
    return organisation.sort_key == normalized(name)


def new_organisation(typed: str) -> dict[str, str]:
    """A new organisation needs a name: a number alone is none. Raises ValidationError."""
    name, column, number = parts_of(typed)
    valid = {"siren": siren_number.is_valid, "siret": siret_number.is_valid}
    if column in valid and not valid[column](number):
        raise ValidationError("Ce numéro n'est pas valable : vérifiez ses chiffres.")
    if not normalized(name):
        raise ValidationError("Aucune structure connue n'a ce numéro : ajoutez son nom." if number else "Écrivez son nom.")
    return {"name": name, **({column: number} if number else {})}
