"""Forms of a pole's own space."""

from typing import Any

from django import forms

from poles.enums import CoordinatorLevel
from poles.models import Pole


class FocusedWhereWrong:
    """A form of which the first field in error has focus when it comes back."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        form: Any = self
        wrong = next((name for name in form.fields if name in form.errors), None)
        if wrong:
            form.fields[wrong].widget.attrs["autofocus"] = True


class SectionForm(FocusedWhereWrong, forms.ModelForm):
    """A part of a pole's page. Each field remembers what it showed when it was opened.

    Only fields that the person changed are written. When someone else has changed one of them in the meantime, it is told
    with the value that is there, and what was typed stays: sent again, it takes its place.
    """

    class Meta:
        model = Pole
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        changed = self.changed_data
        for name in self.fields:
            there = getattr(self.instance, name)
            if name not in changed:
                cleaned[name] = there
            elif name in cleaned:
                cleaned[name] = self._plain(name, cleaned[name])
                opened_with = self.data.get(self.add_initial_prefix(name), "")
                if self._plain(name, there) not in (self._plain(name, opened_with), cleaned[name]):
                    self._tell_conflict(name, there)
        return cleaned

    def _plain(self, name: str, value: Any) -> Any:
        """As the field reads it, whatever the ends of lines, which browsers change."""
        read = self.fields[name].to_python(value)
        return read.replace("\r\n", "\n") if isinstance(read, str) else read

    def _tell_conflict(self, name: str, there: Any) -> None:
        shown = f"« {there} »" if there else "vide"
        self.add_error(
            name,
            f"Quelqu'un a changé ce champ pendant que vous écriviez ; il est maintenant {shown}. "
            "Enregistrez de nouveau pour mettre votre texte à la place.",
        )
        self.data = {**self.data.dict(), self.add_initial_prefix(name): there}  # type: ignore[attr-defined]


class PresentationForm(SectionForm):
    """What the pole is."""

    class Meta(SectionForm.Meta):
        fields = ("summary", "description")
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "description": forms.Textarea(attrs={"rows": 14})}


class ContactForm(SectionForm):
    """How to reach it."""

    class Meta(SectionForm.Meta):
        fields = ("website", "email", "phone")


SECTIONS: dict[str, tuple[str, type[SectionForm]]] = {
    "presentation": ("Présentation", PresentationForm),
    "contact": ("Contact", ContactForm),
}


class InviteForm(FocusedWhereWrong, forms.Form):
    """Whom an editor invites."""

    email = forms.EmailField(label="Adresse électronique")
    level = forms.ChoiceField(label="Cette personne pourra", choices=CoordinatorLevel.choices, initial=CoordinatorLevel.EDITOR)


class AcceptForm(FocusedWhereWrong, forms.Form):
    """What is asked of someone who has no account yet."""

    name = forms.CharField(
        label="Votre nom", max_length=150, help_text="Vu de vos collègues et de la cellule, jamais du public.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
