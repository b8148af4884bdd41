"""What stands in a query string, read value by value: what cannot be read is told, not refused."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

# A value is quoted back in a message: only its beginning, if it is long.
LONGEST_QUOTE = 60
FIRST_YEAR, LAST_YEAR = 1800, 2200
LONGEST_RADIUS_KM = 500


class ParameterField(forms.Field):
    """One value, the last one given. `unread` lists what could not be read."""

    widget: type[forms.Widget] = forms.TextInput
    told: Any = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "required": False})
        self.unread: list[str] = []

    def clean(self, value: Any) -> Any:
        self.unread = []
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError:
            self.unread = [text]
            return None

    def read(self, text: str) -> Any:
        """The value of a text. Raises ValueError for one that has none."""
        return text

    @property
    def problems(self) -> list[str]:
        """A sentence in French for each value that could not be read."""
        return [str(self.told) % {"value": _quoted(value)} for value in self.unread]


class TextField(ParameterField):
    """Free text, without the blanks around it."""


class YearField(ParameterField):
    """A year of four digits."""

    told = _("Année illisible : « %(value)s ». Écrivez quatre chiffres, comme 2014.")

    def read(self, text: str) -> int:
        number = _whole_number(text)
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise ValueError(text)
        return number


class RadiusField(ParameterField):
    """Kilometres, from 1 to LONGEST_RADIUS_KM."""

    told = _("Rayon illisible : « %(value)s ». Il va de 1 à 500 km.")

    def read(self, text: str) -> int:
        number = _whole_number(text)
        if not 1 <= number <= LONGEST_RADIUS_KM:
            raise ValueError(text)
        return number


class DayField(ParameterField):
    """A day written AAAA-MM-JJ."""

    told = _("Date illisible : « %(value)s ». Écrivez-la AAAA-MM-JJ.")

    def read(self, text: str) -> datetime.date:
        found = parse_date(text) if len(text) == len("AAAA-MM-JJ") and text.isascii() else None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError(text)
        return found


class OneOfField(ParameterField):
    """One of the values of a list."""

    def __init__(self, *, values: Iterable[str], told: str, **options: Any) -> None:
        super().__init__(**options)
        self.values = frozenset(values)
        self.told = told

    def read(self, text: str) -> str:
        if text not in self.values:
            raise ValueError(text)
        return text


class CodesField(ParameterField):
    """Several codes of a list, in the order given. The others are `unread`."""

    widget = forms.SelectMultiple

    def __init__(self, *, known: Iterable[str], told: str, **options: Any) -> None:
        super().__init__(**options)
        self.known = known
        self.told = told

    def clean(self, value: list[str] | None) -> list[str]:
        codes = [code for code in dict.fromkeys(value or []) if code]
        self.unread = [code for code in codes if code not in self.known]
        return [code for code in codes if code in self.known]


def _whole_number(text: str) -> int:
    """Raises ValueError. Only ASCII digits, and few: int() takes other scripts' digits, and refuses very long numbers."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def _quoted(value: str) -> str:
    return value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
