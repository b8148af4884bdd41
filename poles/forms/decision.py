"""What the cell decides of a proposal: each change accepted or not, corrected where it may be, and a word to the pole."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from poles.forms.base import ValueForm
from poles.forms.rows import LISTS
from poles.forms.sections import SECTIONS, PictureForm, SubjectForm
from poles.models import Pole, ProposedChange
from poles.services.subjects import SUBJECTS, Column

OPEN = "corriger"
# The form of each subject, and of each row, that is no column.
EDITORS: dict[str, type[ValueForm]] = {
    form.subject: form
    for form in (part.form for parts in (SECTIONS, LISTS) for part in parts.values())
    if issubclass(form, ValueForm) and form is not PictureForm
}


class DecisionForm(forms.Form):
    """For each change `accept-<key>`, `edit-<key>` where it is a column, `over-<key>` where something newer is there.

    `newer` holds those newer values, by key: `seen-<key>` sends back the one that was shown. What is no column is corrected
    by the form that the pole itself has, opened by the button `corriger:<key>` and kept among `editors`.
    """

    reply = forms.CharField(
        label="Réponse au pôle", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nécessaire pour refuser un changement ou demander de revoir. Elle part par courriel.",
    )  # fmt: skip

    def __init__(self, pole: Pole, changes: list[ProposedChange], newer: dict[int, Any], data: Any = None) -> None:
        super().__init__(data)
        self.changes = changes
        action, _, opened = (data or {}).get("action", "").partition(":")
        self.only_opens = action == OPEN
        self.editors = {
            change.pk: _editor(pole, change, data)
            for change in changes
            if f"edit-{change.pk}-opened" in (data or {}) or (self.only_opens and opened == str(change.pk))
            if _is_editable(change)
        }
        if self.only_opens:
            self._errors = ErrorDict()  # nobody asked to decide yet
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

    def clean(self) -> dict[str, Any]:
        for form in self.editors.values():
            if form.is_bound and form.errors:
                self.add_error(None, "Une correction est à revoir : voyez ce qui est dit à côté.")
        return self.cleaned_data

    def chosen(self, name: str) -> list[int]:
        """The keys of the changes whose box `name` is ticked."""
        return [change.pk for change in self.changes if self.cleaned_data.get(f"{name}-{change.pk}")]

    def overwritten(self) -> dict[int, Any]:
        """The newer values that the cell saw and chose to write over."""
        return {pk: self.cleaned_data[f"seen-{pk}"] for pk in self.chosen("over")}

    def edits(self) -> dict[int, Any]:
        """The values that were corrected."""
        typed = [(change, f"edit-{change.pk}") for change in self.changes if f"edit-{change.pk}" in self.data]
        values = [(change, self.cleaned_data[name]) for change, name in typed]
        values += [(change, self.editors[change.pk].value()) for change in self.changes if change.pk in self.editors]
        return {change.pk: value for change, value in values if value != change.after}

    def parts(self, change: ProposedChange) -> dict[str, Any]:
        """The fields of a change, bound, by what they ask."""
        names = {name: f"{name}-{change.pk}" for name in ("accept", "edit", "over", "seen")}
        fields: dict[str, Any] = {name: self[full] for name, full in names.items() if full in self.fields}
        return {**fields, "editor": self.editors.get(change.pk), "may_open": _is_editable(change)}


def _is_editable(change: ProposedChange) -> bool:
    return change.after is not None and change.subject in EDITORS


def _editor(pole: Pole, change: ProposedChange, data: Any) -> ValueForm:
    """The form of a change, on what the pole asks; it holds what the cell typed, if it was open."""
    kind, prefix = EDITORS[change.subject], f"edit-{change.pk}"
    typed = data if data is not None and f"{prefix}-opened" in data else None
    if issubclass(kind, SubjectForm):
        return kind(pole, {change.subject: change.after}, typed, prefix=prefix)
    return kind(change.after, typed, prefix=prefix)
