"""Whom an editor would name on the page."""

from django import forms

from poles.forms.base import FocusedWhereWrong
from poles.models import NamedContact


class NamedContactForm(FocusedWhereWrong, forms.ModelForm):
    """A person, and what of theirs would be shown."""

    class Meta:
        model = NamedContact
        fields = ("name", "function", "email", "phone", "shows_email")
        labels = {"shows_email": "Montrer aussi cette adresse sur la page", "phone": "Téléphone, montré sur la page"}
        help_texts = {"email": "Nous lui écrivons pour demander son accord : rien n'est montré avant."}
