"""The only place where a query string becomes a part of the register."""

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from charter.models import CharterVersion
from charter.register import FIRST_DAY, Entry, Register, in_force
from poles.enums import StartPrecision
from poles.parameters import CodesField, DayField, TextField, YearField
from poles.pole_index import PoleIndex
from ptce_site.clock import today

# In the order of the addresses that the site writes.
PARAMETERS = ("q", "region", "departement", "version", "annee", "au")
MOST_WORDS = 100


class PastDayField(DayField):
    """A day that has come: of a later one nobody knows who will have signed."""

    future = "Le %(value)s n'est pas encore venu : nul ne sait qui aura signé ce jour-là."

    def read(self, text: str) -> datetime.date:
        self.told: Any = DayField.told
        day = parse_date(text) if text.isascii() else None  # raises ValueError for a day that is none
        if day and day > today():
            self.told = self.future
            raise ValueError(text)
        return super().read(text)


class RegisterFilter(forms.Form):
    """Signatories by the parameters of a query string. A value that cannot be read filters nothing: `problems` tells it."""

    def __init__(self, data: QueryDict, register: Register, index: PoleIndex, versions: list[CharterVersion]) -> None:
        super().__init__(data)
        self.register = register
        self.names = {**index.names, "version": {one.slug: one.title for one in versions}}
        labels = {"region": "Région", "departement": "Département", "version": "Version"}
        self.fields["q"] = TextField()
        for name, label in labels.items():
            told = f"{label} : valeur inconnue, « %(value)s »."
            self.fields[name] = CodesField(known=self.names[name], told=told)
        self.fields["annee"], self.fields["au"] = YearField(), PastDayField()
        self.is_valid()

    @property
    def problems(self) -> list[str]:
        """What could not be understood and is ignored, a sentence each."""
        return [sentence for field in self.fields.values() for sentence in field.problems]  # type: ignore[attr-defined]

    @property
    def day(self) -> datetime.date:
        """The day asked for, else today."""
        return self.cleaned_data.get("au") or today()

    @cached_property
    def whenever(self) -> Sequence[Entry]:
        """What answers, whatever the day."""
        values = self.cleaned_data
        return self.register.of(
            words=(values.get("q") or "")[:MOST_WORDS], regions=values["region"], departements=values["departement"],
            versions=values["version"], year=values.get("annee"),
        )  # fmt: skip

    @cached_property
    def entries(self) -> list[Entry]:
        """What answers and was in force on the day."""
        return in_force(self.whenever, self.day)

    @cached_property
    def poles(self) -> Sequence[Entry]:
        """The same, one a pole."""
        return self.register.a_pole_each(self.entries)

    @cached_property
    def everyone(self) -> int:
        """How many poles were in the register on the day, whatever else is asked."""
        if not self.is_filtered:
            return len(self.poles)
        return self.register.count(self.day)

    @cached_property
    def known_by_year(self) -> int:
        """How many of them are known by the year of the day only: they may have been given later in it."""
        rank = self.day.year - FIRST_DAY.year
        return sum(one.start_precision == StartPrecision.YEAR for one in self.entries if one.first == rank)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the day is asked."""
        return any(self.cleaned_data.get(name) for name in PARAMETERS if name != "au")

    def query(self, **replace: Any) -> str:
        """The query string of the same list, with other values of some parameters; empty ones are left out."""
        pairs: list[tuple[str, str]] = []
        for name in PARAMETERS:
            value = replace[name] if name in replace else self.cleaned_data.get(name)
            values = value if isinstance(value, list) else [value]
            pairs += [(name, str(one)) for one in values if one]
        pairs += [(name, str(value)) for name, value in replace.items() if name not in PARAMETERS and value]
        return urlencode(pairs)

    def years(self) -> list[int]:
        """Those that one may ask for, latest first."""
        return list(range(today().year, FIRST_DAY.year - 1, -1))
