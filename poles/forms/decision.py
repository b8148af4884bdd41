"""What the cell decides of a proposal: each change accepted or not, corrected where it may be, and a word to the pole."""

from typing import Any

from django import forms

from poles.models import ProposedChange
from poles.services.subjects import SUBJECTS, Column


class DecisionForm(forms.Form):
    """For each change `accept-<key>`, `edit-<key>` where it is a column, `over-<key>` where something newer is there.

    `newer` holds those newer values, by key: `seen-<key>` sends back the one that was shown.
    """

    reply = forms.CharField(
        label="Réponse au pôle", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nécessaire pour refuser un changement ou demander de revoir. Elle part par courriel.",
    )  # fmt: skip

    def __init__(self, changes: list[ProposedChange], newer: dict[int, Any], data: Any = None) -> None:
        super().__init__(data)
        self.changes = changes
        for change in changes:
            self.fields[f"accept-{change.pk}"] = forms.BooleanField(label="accepter", required=False, initial=True)
            subject = SUBJECTS.get(change.subject)
            if isinstance(subject, Column):
                field = subject.field.formfield(required=False, initial=change.after, label="corriger avant d'accepter")
                self.fields[f"edit-{change.pk}"] = field
            if change.pk in newer:
                self.fields[f"over-{change.pk}"] = forms.BooleanField(label="écrire quand même", required=False)
                seen = forms.JSONField(widget=forms.HiddenInput, required=False, initial=newer[change.pk])
                self.fields[f"seen-{change.pk}"] = seen

    def chosen(self, name: str) -> list[int]:
        """The keys of the changes whose box `name` is ticked."""
        return [change.pk for change in self.changes if self.cleaned_data.get(f"{name}-{change.pk}")]

    def overwritten(self) -> dict[int, Any]:
        """The newer values that the cell saw and chose to write over."""
        return {pk: self.cleaned_data[f"seen-{pk}"] for pk in self.chosen("over")}

    def edits(self) -> dict[int, Any]:
        """The values that were corrected."""
        typed = [(change, f"edit-{change.pk}") for change in self.changes if f"edit-{change.pk}" in self.data]
        return {change.pk: self.cleaned_data[name] for change, name in typed if self.cleaned_data[name] != change.after}

    def parts(self, change: ProposedChange) -> dict[str, Any]:
        """The fields of a change, bound, by what they ask."""
        names = {name: f"{name}-{change.pk}" for name in ("accept", "edit", "over", "seen")}
        return {name: self[full] for name, full in names.items() if full in self.fields}
