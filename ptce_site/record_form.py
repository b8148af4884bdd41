"""How the back office writes a record."""

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet

from ptce_site.meanwhile import KeepsOthers
from ptce_site.refusals import ToldBeside


class RowsFormSet(BaseInlineFormSet):
    """Rows in the page of the record that they are of. One that somebody took away since the page was opened is left out."""

    gone = 0
    """How many are."""

    def __init__(self, data: Any = None, *arguments: Any, **options: Any) -> None:
        super().__init__(data, *arguments, **options)
        if self.is_bound and self.instance.pk and self.management_form.is_valid():
            self._leave_out_those_gone()

    def _leave_out_those_gone(self) -> None:
        model: Any = self.model
        there = {str(row.pk) for row in self.get_queryset()}
        counts: Any = self.management_form.cleaned_data
        initial, total = counts["INITIAL_FORMS"], counts["TOTAL_FORMS"]
        sent: Any = self.data
        kept = [n for n in range(total) if n >= initial or sent.get(f"{self.prefix}-{n}-{model._meta.pk.name}") in there]
        self.gone = total - len(kept)
        if not self.gone:
            return
        numbers, data = {str(old): new for new, old in enumerate(kept)}, sent.copy()
        for name in [name for name in data if name.startswith(f"{self.prefix}-")]:
            number, _, cell = name.removeprefix(f"{self.prefix}-").partition("-")
            if number.isdecimal():
                values = data.pop(name)
                if number in numbers:
                    data.setlist(f"{self.prefix}-{numbers[number]}-{cell}", values)
        data[f"{self.prefix}-INITIAL_FORMS"], data[f"{self.prefix}-TOTAL_FORMS"] = str(initial - self.gone), str(len(kept))
        self.data = data
        del self.management_form

    def get_unique_error_message(self, unique_check: Any) -> str:
        """Without the names of the fields."""
        return "Deux lignes disent la même chose : n'en gardez qu'une."


class RecordForm(KeepsOthers, ToldBeside, forms.ModelForm):
    """A record: nobody's work is overwritten unseen, and what the database refuses is told beside the field."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            if isinstance(field, forms.SlugField):
                field.error_messages.setdefault("unique", "Une autre fiche l'a déjà.")
