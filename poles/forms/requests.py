"""What a visitor writes to the cell."""

from django import forms

from poles.forms.base import FocusedWhereWrong
from poles.models import Claim, Report


class ClaimForm(FocusedWhereWrong, forms.ModelForm):
    """Who says that they animate a pole, and what shows it."""

    class Meta:
        model = Claim
        fields = ("name", "function", "email", "proof")
        labels = {"name": "Votre nom", "function": "Votre fonction dans le pôle", "email": "Votre adresse professionnelle"}
        help_texts = {
            "email": "L'invitation à tenir la page y sera envoyée.",
            "proof": "Une page publique où l'on vous trouve, un document du pôle, quelqu'un qui peut le confirmer.",
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "proof": forms.Textarea(attrs={"rows": 4}),
        }


class ReportForm(FocusedWhereWrong, forms.ModelForm):
    """What is wrong, what shows it, and where to answer."""

    class Meta:
        model = Report
        fields = ("what", "source", "email")
        labels = {"what": "Ce qui est faux, et ce qu'il faut écrire", "source": "Une page publique qui le montre"}
        help_texts = {
            "source": "Facultatif : son adresse.",
            "email": "Facultatif : pour que l'équipe puisse vous répondre. Effacée après douze mois.",
        }
        widgets = {
            "what": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
