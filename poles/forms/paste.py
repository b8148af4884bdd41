"""Many members at once: names pasted, then what each of them is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poles.enums import MemberRole
from poles.forms.base import FocusedWhereWrong
from poles.forms.organisations import BY_SLUG, NEW, described, known_like, new_organisation
from poles.models import Pole
from poles.services.changes import Wanted

MOST_NAMES = 100
SKIP = "non"


class PasteForm(FocusedWhereWrong, forms.Form):
    """Names, one a line."""

    names = forms.CharField(
        label="Structures", max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=f"Une par ligne, {MOST_NAMES} au plus : nom, SIREN, SIRET ou RNA.",
    )  # fmt: skip

    def clean_names(self) -> list[str]:
        names = list(dict.fromkeys(filter(None, (line.strip(" \t-•*;,") for line in self.cleaned_data["names"].splitlines()))))
        if len(names) > MOST_NAMES:
            raise ValidationError(f"{len(names)} lignes : {MOST_NAMES} au plus à la fois.")
        if any(len(name) > 250 for name in names):
            raise ValidationError("Une ligne a plus de 250 signes : une structure par ligne.")
        return names


class ChooseForm(FocusedWhereWrong, forms.Form):
    """For each name, which organisation it is: one that is known, a new one, or none to add."""

    def __init__(self, pole: Pole, names: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.names = names
        self.fields["names"] = forms.CharField(widget=forms.HiddenInput, initial="\n".join(names))
        members = set(pole.memberships.values_list("organisation__slug", flat=True))
        for number, (name, known) in enumerate(zip(names, known_like(names), strict=True)):
            choices = [(f"{BY_SLUG}{one.slug}", described(one)) for one in known if one.slug not in members]
            there = next((one for one in known if one.slug in members), None)
            choices += [(NEW, "nouvelle structure"), (SKIP, f"ne pas ajouter{' : déjà membre' if there else ''}")]
            self.fields[f"ligne-{number}"] = forms.ChoiceField(
                label=name, choices=choices, initial=SKIP if there else choices[0][0]
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number, name in enumerate(self.names):
            if cleaned.get(f"ligne-{number}") == NEW:
                try:
                    new_organisation(name)
                except ValidationError as error:
                    self.add_error(f"ligne-{number}", error)
        return cleaned

    def wanted(self) -> list[Wanted]:
        """The members to add, each once."""
        organisations: list[dict[str, str]] = []
        for number, name in enumerate(self.names):
            chosen = self.cleaned_data[f"ligne-{number}"]
            if chosen == SKIP:
                continue
            organisation = new_organisation(name) if chosen == NEW else {"slug": chosen.removeprefix(BY_SLUG)}
            if organisation not in organisations:
                organisations.append(organisation)
        usual = {"role": MemberRole.MEMBER.value, "member_type": "", "source": "", "since": "", "until": "", "goes_on": False}
        return [Wanted("members", {"organisation": organisation, **usual}) for organisation in organisations]
