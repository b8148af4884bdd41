"""The only place where a query string becomes a list of poles."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poles.enums import Level
from poles.models import Collectivity, Pole

# A value is quoted back in a message: only its beginning, if it is long.
LONGEST_QUOTE = 60


class KnownCodesField(forms.Field):
    """Several codes; those that nothing bears are set apart, not refused: `unknown` lists them."""

    widget = forms.SelectMultiple

    def __init__(self, *, known: dict[str, Collectivity], **options: Any) -> None:
        super().__init__(**{**options, "required": False})
        self.known = known
        self.unknown: list[str] = []

    def clean(self, value: list[str] | None) -> list[Collectivity]:
        codes = [code for code in dict.fromkeys(value or []) if code]
        self.unknown = [code for code in codes if code not in self.known]
        return [self.known[code] for code in codes if code in self.known]


class SeatFilter(django_filters.Filter):
    """Poles whose seat is in one of the places given; `place` is the lookup from the pole to that level."""

    field_class = KnownCodesField

    def filter(self, queryset: Any, value: list[Collectivity]) -> Any:
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset


class PoleFilter(django_filters.FilterSet):
    """Poles by the parameters of a query string: several values of one are a union, different ones intersect.

    An unknown value filters nothing and is told in `problems`; a page shows it, a machine form refuses it.
    """

    region = SeatFilter(field_name="seat_departement__region", label=gettext_lazy("Région"))
    departement = SeatFilter(field_name="seat_departement", label=gettext_lazy("Département"))

    class Meta:
        model = Pole
        fields = ["region", "departement"]

    def __init__(self, data: QueryDict, queryset: Any = None) -> None:
        super().__init__(data, queryset=Pole.objects.published() if queryset is None else queryset)
        self.places = _regions_and_departements()
        for level in (Level.REGION, Level.DEPARTEMENT):
            known = {place.code: place for place in self.places if place.level == level}
            self.filters[level.value].extra["known"] = known

    @property
    def problems(self) -> list[str]:
        """What could not be understood, a sentence each, in French."""
        self.form.is_valid()
        sentences = {
            "region": _("Région inconnue : « %(value)s ». Ce filtre est ignoré."),
            "departement": _("Département inconnu : « %(value)s ». Ce filtre est ignoré."),
        }
        return [
            sentences[name] % {"value": _quoted(value)}
            for name, field in self.form.fields.items()
            for value in getattr(field, "unknown", [])
        ]

    @property
    def chosen(self) -> dict[str, list[Collectivity]]:
        """The known places asked for, by parameter."""
        self.form.is_valid()
        return {name: self.form.cleaned_data.get(name) or [] for name in self.filters}

    def options(self, name: str) -> list[dict[str, Any]]:
        """The places of a filter that have poles, or that are asked for."""
        chosen = self.chosen[name]
        with_poles = {place.region_id if name == "region" else place.pk for place in self.places if place.has_poles}  # type: ignore[attr-defined]
        return [
            {"code": place.code, "name": place.name, "chosen": place in chosen}
            for place in self.places
            if place.level == name and (place.pk in with_poles or place in chosen)
        ]


def _regions_and_departements() -> list[Collectivity]:
    """All of them, in one statement, with whether a published pole is seated in the département."""
    seated = Pole.objects.published().filter(seat_departement=OuterRef("pk"))
    levels = [Level.REGION, Level.DEPARTEMENT]
    return list(Collectivity.objects.current().filter(level__in=levels).annotate(has_poles=Exists(seated)))


def _quoted(value: str) -> str:
    return value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
