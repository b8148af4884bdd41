"""Fields that read what people type: places by their names, days known by their year or month, organisations."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from poles import partial_dates
from poles.enums import Level
from poles.models import Collectivity
from poles.places import FoundPlace, suggested
from poles.text import normalized_each

# « Saint-Denis (93066) », « Saint-Denis (93066, Seine-Saint-Denis) ».
NAME_AND_CODE = re.compile(r"(?P<name>.+?)\s*\((?P<code>[0-9AB]{2,9})(, [^)]*)?\)")
MOST_LOOKED_AT, MOST_OFFERED = 40, 6


def place_key(text: str, levels: Iterable[str]) -> str:
    """The place that somebody typed, by its name, its number, or both as `Names` writes them.

    Raises ValidationError with the names to choose from, each as it can be typed.
    """
    levels = tuple(levels)
    both = NAME_AND_CODE.fullmatch(text.strip())
    if both:
        same_code = list(Collectivity.objects.filter(level__in=levels, code=both["code"], ended_vintage=None))
        asked, *names = normalized_each([both["name"], *(place.name for place in same_code)])
        keys = [(one.level, one.code, "") for one, name in zip(same_code, names, strict=True) if name == asked]
    else:
        places = [place for place in suggested(text, MOST_LOOKED_AT) if place.level in levels]
        asked, *names = normalized_each([text, *(place.name for place in places), *(place.former for place in places)])
        of_place = zip(places, names, names[len(places) :], strict=False)
        exact = [place for place, name, former in of_place if asked in (name, former, place.code.lower())]
        keys = [(place.level, place.code, _offered(place)) for place in exact or places]
    if not keys:
        raise ValidationError(f"Aucun lieu ne s'appelle « {text} ».")
    if len(keys) > 1:
        offered = " ; ".join(name for *_, name in keys[:MOST_OFFERED])
        raise ValidationError(f"Plusieurs lieux répondent à « {text} ». Écrivez l'un d'eux : {offered}.")
    return f"{keys[0][0]}:{keys[0][1]}"


def _offered(place: FoundPlace) -> str:
    """« Saint-Denis (93066, Seine-Saint-Denis) »: the number tells it apart, the département is what people know."""
    within = place.departement if place.level == Level.COMMUNE else Level(place.level).label
    return f"{place.name} ({place.code}, {within})" if within else f"{place.name} ({place.code})"


class PlaceField(forms.CharField):
    """One place of some levels; its value is `level:code`, or nothing."""

    def __init__(self, *, levels: Iterable[str], **options: Any) -> None:
        self.levels = tuple(levels)
        super().__init__(max_length=120, **options)
        self.widget.attrs |= {"data-place": " ".join(self.levels), "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return place_key(text, self.levels) if text else ""


class PlacesField(forms.CharField):
    """Places of any level, one a line; its value is a list of `level:code`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), **options)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return sorted({place_key(line, Level.values) for line in lines})


class AmountField(forms.DecimalField):
    """Euros and cents, with a comma or a point, in groups of three figures or not."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=0, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(re.sub(r"[\s€]", "", value).replace(",", ".") if isinstance(value, str) else value)


class PartialDateField(forms.CharField):
    """A day, a month or a year: its value is as `partial_dates.text` writes it, shown as it is read in France."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, required=False, **{"help_text": partial_dates.NEEDED, **options})

    def to_python(self, value: Any) -> str:
        try:
            day, precision = partial_dates.read(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return partial_dates.text(day, precision)

    def prepare_value(self, value: Any) -> Any:
        try:
            partial_dates.read(value or "")
        except ValueError:
            return value
        return partial_dates.typed(value) if value else value
