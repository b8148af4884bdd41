"""The only place where a query string becomes a list of poles."""

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poles import search
from poles.enums import Level
from poles.facets import FACETS
from poles.models import Collectivity, Pole, Recognition, SearchEntry
from poles.parameters import CodesField, DayField, OneOfField, RadiusField, TextField, YearField
from poles.places import of_codes
from poles.pole_index import PoleIndex
from poles.querysets import PoleQuerySet

DEFAULT_RADIUS_KM = 30
SORTS = {
    "pertinence": gettext_lazy("Pertinence"),
    "nom": gettext_lazy("Nom"),
    "recent": gettext_lazy("Ajouts récents"),
    "modifie": gettext_lazy("Modifications récentes"),
    "distance": gettext_lazy("Distance"),
}
VIEWS = {"liste": gettext_lazy("Liste"), "tableau": gettext_lazy("Tableau"), "carte": gettext_lazy("Carte")}
DEFAULT_VIEW = "liste"
UNKNOWN = gettext_lazy("%(what)s : valeur inconnue, « %(value)s ».")
# The order of parameters in the addresses that the site writes.
PARAMETERS = (
    *("q", "region", "departement", "epci", "commune", "secteur", "forme", "stade", "type_membre", "reconnaissance"),
    *("role_collectivite", "echelle", "cree_depuis", "cree_avant", "modifie_depuis", "pres_de", "rayon", "au", "tri", "vue"),
)
# Those that say where: another place chosen takes their place.
PLACE_PARAMETERS = ("region", "departement", "epci", "commune", "pres_de", "rayon")
PLACES = {"epci": gettext_lazy("Intercommunalité"), "commune": gettext_lazy("Commune")}
CHOICES = {
    "tri": (SORTS, gettext_lazy("Tri inconnu : « %(value)s ».")),
    "vue": (VIEWS, gettext_lazy("Vue inconnue : « %(value)s ».")),
}


class Parameter(django_filters.Filter):
    """A parameter of the directory; `condition` says which poles it keeps, for a value that was read."""

    def filter(self, queryset: Any, value: Any) -> Any:
        condition = self.parent.condition(self.field_name, value)
        return queryset if condition is None else queryset.filter(condition)


class CodesParameter(Parameter):
    """Several values of a list."""

    field_class = CodesField


class TextParameter(Parameter):
    """Words to search."""

    field_class = TextField


class YearParameter(Parameter):
    """A year."""

    field_class = YearField


class DayParameter(Parameter):
    """A day."""

    field_class = DayField


class RadiusParameter(Parameter):
    """A distance in kilometres."""

    field_class = RadiusField


class OneOfParameter(Parameter):
    """One value of a list; it keeps every pole."""

    field_class = OneOfField


PLAIN_PARAMETERS: dict[str, tuple[type[Parameter], Any]] = {
    "q": (TextParameter, gettext_lazy("Recherche")),
    "cree_depuis": (YearParameter, gettext_lazy("Créés depuis")),
    "cree_avant": (YearParameter, gettext_lazy("Créés avant")),
    "modifie_depuis": (DayParameter, gettext_lazy("Modifiés depuis le")),
    "rayon": (RadiusParameter, gettext_lazy("Rayon")),
    "au": (DayParameter, gettext_lazy("Au")),
}


def _unknown(label: Any) -> str:
    return str(UNKNOWN) % {"what": label, "value": "%(value)s"}


PUBLISHED = Pole.objects.published()  # making it at each page took a fiftieth of it


class PoleFilter(django_filters.FilterSet):
    """Published poles by the parameters of a query string: several values of one are a union, different ones intersect.

    A value that cannot be read filters nothing and is told in `problems`: a page shows it, a machine form refuses it.
    """

    class Meta:
        model = Pole
        fields: list[str] = []

    def __init__(self, data: QueryDict, index: PoleIndex) -> None:
        super().__init__(data, queryset=PUBLISHED)
        self.index = index
        for name in PARAMETERS:
            if name in data:  # a field for each of the others would take longer than the search
                parameter = self._parameter(name)
                parameter.field_name, parameter.parent = name, self
                self.filters[name] = parameter

    def _parameter(self, name: str) -> Parameter:
        if name in PLAIN_PARAMETERS:
            kind, label = PLAIN_PARAMETERS[name]
            return kind(label=label)
        if name in FACETS:
            label = FACETS[name].label
            return CodesParameter(label=label, known=self.index.names[name], told=_unknown(label))
        if name in PLACES:
            codes = {place.code for place in self.places if place.level == name}
            return CodesParameter(label=PLACES[name], known=codes, told=_unknown(PLACES[name]))
        if name == "pres_de":
            near = _("Autour de")
            return OneOfParameter(label=near, values=self._centres, told=_unknown(near))
        values, told = CHOICES[name]
        return OneOfParameter(label=name, values=values, told=told)

    @cached_property
    def places(self) -> list[Collectivity]:
        """The intercommunalités and communes named in the query."""
        epcis, communes = _codes(self.data, "epci"), _codes(self.data, "commune") | _codes(self.data, "pres_de")
        return of_codes(epcis=epcis, communes=communes) if epcis or communes else []

    @property
    def _centres(self) -> list[str]:
        return [place.code for place in self.places if place.level == Level.COMMUNE and place.latitude is not None]

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was read, by parameter; parameters that say nothing are left out."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        values = {name: cleaned[name] for name in self.filters if cleaned.get(name)}
        if "pres_de" not in values:
            values.pop("rayon", None)
        return values

    @cached_property
    def problems(self) -> list[str]:
        """What could not be understood and is ignored, a sentence each, in French."""
        values = self.values
        told = [sentence for field in self.form.fields.values() for sentence in field.problems]
        if "pres_de" not in values and self.form.cleaned_data.get("rayon"):
            told.append(_("Le rayon ne sert qu'autour d'une commune."))
        if values.get("tri") == "distance" and "pres_de" not in values:
            told.append(_("Le tri par distance demande une commune."))
        if values.get("tri") == "pertinence" and "q" not in values:
            told.append(_("Le tri par pertinence demande des mots à chercher."))
        return told

    @cached_property
    def notes(self) -> list[str]:
        """What was done with what was typed, a sentence each, in French."""
        if self.found is None:
            return []
        told = []
        if len(self.values["q"]) > search.LONGEST_QUERY:
            told.append(
                _("Recherche longue : seuls ses %(count)d premiers caractères comptent.") % {"count": search.LONGEST_QUERY}
            )
        if self.found.asks_nothing:
            told.append(_("Cette recherche ne contient que des mots trop courants : tous les pôles sont listés."))
        if self.found.left_out:
            told.append(_("Cherché sans : %(words)s.") % {"words": ", ".join(f"« {word} »" for word in self.found.left_out)})
        for word, near in self.found.corrections.items():
            words = {"word": word, "near": _(" ou ").join(f"« {one} »" for one in near)}
            sentence = _("Aucun pôle ne contient « %(word)s » : voici ceux qui contiennent %(near)s.")
            told.append((sentence if near else _("Aucun pôle ne contient « %(word)s » : cherché sans.")) % words)
        return told

    @cached_property
    def found(self) -> search.Found | None:
        """What the words typed find; None without words."""
        if "q" not in self.values:
            return None
        return self.index.frequent_words.find(self.values["q"]) or search.find(self.values["q"])

    @property
    def centre(self) -> Collectivity | None:
        """The commune around which to look."""
        return next((place for place in self.places if place.code == self.values.get("pres_de")), None)

    @property
    def radius(self) -> int:
        """In kilometres."""
        return int(self.values.get("rayon") or DEFAULT_RADIUS_KM)

    def near(self, radius: int | None = None) -> Any:
        """The search entries within the radius of the commune asked for, with their distance `km`; none without one."""
        if self.centre is None or self.centre.latitude is None or self.centre.longitude is None:
            return SearchEntry.objects.none()
        return SearchEntry.objects.around(self.centre.latitude, self.centre.longitude, radius or self.radius)

    @property
    def order(self) -> str:
        """One of SORTS: the one asked for if it makes sense, else the one that suits what is asked."""
        asked = self.values.get("tri")
        searched = self.found is not None and not self.found.asks_nothing
        if (
            asked in ("nom", "recent", "modifie")
            or (asked == "distance" and self.centre)
            or (asked == "pertinence" and searched)
        ):
            return str(asked)
        return self.usual_order

    @property
    def usual_order(self) -> str:
        """The order when none is asked for."""
        searched = self.found is not None and not self.found.asks_nothing
        return "pertinence" if searched else "distance" if self.centre else "nom"

    def condition(self, name: str, value: Any) -> Q | None:
        """The poles that the value of a parameter keeps; None when it keeps them all."""
        if not value:
            return None
        if name in FACETS:
            return Q(pk__in=FACETS[name].poles(value, self.values.get("au")))
        made = getattr(self, f"_{name}", None)
        return made(value) if made else None

    def _q(self, text: str) -> Q | None:
        if self.found is None or self.found.asks_nothing:
            return None
        found = self.found
        return Q(pk__in=SearchEntry.objects.answering(found.query, found.holding, found.lacking).values("pole"))

    def _epci(self, codes: list[str]) -> Q:
        return Q(seat_commune__epci__in=self._keys(Level.EPCI, codes))

    def _commune(self, codes: list[str]) -> Q:
        return Q(seat_commune__in=self._keys(Level.COMMUNE, codes))

    def _keys(self, level: Level, codes: Iterable[str]) -> list[int]:
        return [place.pk for place in self.places if place.level == level and place.code in codes]

    def _cree_depuis(self, year: int) -> Q:
        return Q(founded_year__gte=year)

    def _cree_avant(self, year: int) -> Q:
        return Q(founded_year__lt=year)

    def _modifie_depuis(self, day: datetime.date) -> Q:
        return Q(updated_at__gte=timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)))

    def _pres_de(self, code: str) -> Q:
        """Those whose point is within the radius; a pole known only by its département has none."""
        return Q(pk__in=self.near().values("pole"))

    def _au(self, day: datetime.date) -> Q:
        return as_of(day)

    @property
    def ordered(self) -> PoleQuerySet:
        """The poles of the query in its order, which is total and stable."""
        poles: PoleQuerySet = self.qs
        if self.order == "pertinence" and self.found:
            named = SearchEntry.objects.filter(pole=OuterRef("pk"), title__answers=self.found.query)
            return poles.order_by(Case(When(Exists(named), then=0), default=1), "sort_key", "number")
        if self.order == "distance" and self.centre:
            entries = self.near().filter(pole=OuterRef("pk"))
            return poles.annotate(km=Subquery(entries.values("km"))).order_by("km", "sort_key", "number")
        return poles.in_order(self.order)


def as_of(day: datetime.date) -> Q:
    """Poles that had begun, and had not ended before. A year stands for its 1 January; those without a date are out."""
    begun = Q(founded_year__lte=day.year) | Q(founded_year=None) & recognised_by(day)
    earliest_end = day.year if (day.month, day.day) == (1, 1) else day.year + 1
    return begun & (Q(ended_year=None) | Q(ended_year__gte=earliest_end))


def recognised_by(day: datetime.date) -> Q:
    """Poles with a dated recognition that is not later."""
    return Q(Exists(Recognition.objects.filter(pole=OuterRef("pk"), period__startswith__lte=day)))


def _codes(data: QueryDict, name: str) -> set[str]:
    """Codes worth looking for: none is longer than a SIREN."""
    return {code for code in data.getlist(name) if 0 < len(code) <= 9}
