"""What is decided of a signature."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from charter.forms.signing import NEW, near_poles
from charter.models import Signature
from charter.models.signature import State
from poles.codes import number_of
from poles.models import Pole
from ptce_site.clock import today

LONGEST_CODE = 12


class DecideForm(forms.Form):
    """For which pole it is, when the signature does not say; a word to the signatory; why and when it is withdrawn."""

    pole = forms.ChoiceField(label="Pour quel pôle", widget=forms.RadioSelect, required=False)
    code = forms.CharField(
        label="Ou le code d'un autre pôle", max_length=LONGEST_CODE, required=False, help_text="Comme PTCE-0012."
    )
    reply = forms.CharField(
        label="Un mot au signataire", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nécessaire pour demander de compléter ou pour refuser. Il part par courriel.",
    )  # fmt: skip
    end_reason = forms.CharField(label="Raison du retrait", max_length=300, required=False, help_text="Publique.")
    end_day = forms.DateField(
        label="Retirée à partir du",
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, signature: Signature, data: Any = None) -> None:
        super().__init__(data)
        self.signature = signature
        names = {
            State.SENT: ("reply",) if signature.pole else ("pole", "code", "reply"),
            State.INCOMPLETE: ("reply",),
            State.REGISTERED: ("end_reason", "end_day"),
        }
        kept = names.get(State(signature.state), ())
        for name in set(self.fields) - set(kept):
            del self.fields[name]
        self.candidates = same_or_near(signature) if "pole" in kept else []
        if "pole" in kept:
            field: Any = self.fields["pole"]
            field.choices = [(one.code, f"{one.name}, {one.seat_in_words} ({one.code})") for one in self.candidates]
            field.choices += [(NEW, "Un nouveau pôle, non publié")]
            field.initial = field.choices[0][0] if len(field.choices) == 1 else None

    def clean_end_day(self) -> Any:
        """A day that has come, after the signature began."""
        day = self.cleaned_data["end_day"]
        if day > today():
            raise ValidationError("Ce jour n'est pas encore venu.")
        if day < self.signature.period.lower:
            raise ValidationError("La signature n'était pas encore au registre ce jour-là.")
        return day

    def chosen_pole(self) -> Pole | None:
        """The pole to register it for; None for a new one. Raises ValidationError when nothing is chosen, or it is unknown."""
        if self.signature.pole:
            return self.signature.pole
        code = self.cleaned_data["code"].strip().upper() or self.cleaned_data["pole"]
        if not code:
            raise ValidationError({"pole": "Dites pour quel pôle : l'un d'eux, ou un nouveau."})
        if code == NEW:
            return None
        number = number_of(code)
        pole = None if number is None else Pole.objects.filter(number=number).first()
        if pole is None:
            raise ValidationError({"code": f"Aucun pôle n'a le code « {code} »."})
        return pole


def same_or_near(signature: Signature) -> list[Pole]:
    """Poles, published or not, that the signatory may be: the same SIRET or SIREN first, then names that are alike."""
    numbered: list[Pole] = []
    if signature.siret:
        same = Q(siret=signature.siret) | Q(siren=signature.siret[:9])
        numbered = list(Pole.objects.filter(same).select_related("seat_commune", "seat_departement"))
    return numbered + [one for one in near_poles(signature.name, Pole.objects.all()) if one not in numbered]
