"""Whom an editor invites, and what is asked of those who come."""

from django import forms

from poles.enums import CoordinatorLevel
from poles.forms.base import FocusedWhereWrong


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
