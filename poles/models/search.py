"""What search reads: an entry a pole and the words of names and places, both kept by triggers."""

import math
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from poles.functions import DistanceKm
from poles.models.pole import Pole

KM_PER_DEGREE = 111.2


@SearchVectorField.register_lookup
class Answers(models.Lookup):
    """That a vector answers a tsquery, given as text in PostgreSQL's own form."""

    lookup_name = "answers"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        vector, parameters = self.process_lhs(compiler, connection)
        return f"{vector} @@ %s::pg_catalog.tsquery", (*parameters, self.rhs)


@models.TextField.register_lookup
class IsLike(models.Lookup):
    """That a text is like an SQL pattern."""

    lookup_name = "is_like"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        text, parameters = self.process_lhs(compiler, connection)
        return f"{text} LIKE %s::text", (*parameters, self.rhs)


def box_around(latitude: float, longitude: float, radius: int) -> tuple[float, float, float, float]:
    """South, north, west and east of a box, in degrees, that holds the circle of that radius in kilometres."""
    height = radius / KM_PER_DEGREE
    # Meridians draw together: the box must hold the circle where it is nearest to a pole of the Earth.
    width = height / max(math.cos(math.radians(min(abs(latitude) + height, 89))), 0.01)
    return latitude - height, latitude + height, longitude - width, longitude + width


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Entries by words and by place."""

    def answering(self, query: str, holding: Sequence[str], lacking: Sequence[str]) -> Any:
        """Those of published poles that answer a tsquery, whose text is like every pattern of `holding`, none of `lacking`."""
        entries: Any = self.filter(published=True, document__answers=query)
        for pattern in holding:
            entries = entries.filter(text__is_like=pattern)
        for pattern in lacking:
            entries = entries.exclude(text__is_like=pattern)
        return entries

    def around(self, latitude: float, longitude: float, radius: int) -> Any:
        """Those of published poles within `radius` kilometres of a point in degrees, with their distance `km`."""
        south, north, west, east = box_around(latitude, longitude, radius)
        box: Any = self.filter(published=True, latitude__range=(south, north), longitude__range=(west, east))
        km = DistanceKm(models.F("latitude"), models.F("longitude"), latitude, longitude)
        return box.annotate(km=km).filter(km__lte=radius)


class SearchEntry(models.Model):
    """The words of a pole and its point. `public.refresh_search` (migration 0005) writes it; nothing else does."""

    pole = models.OneToOneField(Pole, models.CASCADE, primary_key=True, related_name="search_entry", verbose_name="pôle")
    published = models.BooleanField("publié")
    title = SearchVectorField("mots du nom", help_text="Nom, sigle et code public.")
    document = SearchVectorField(
        "mots de la fiche",
        help_text="A : nom, sigle, code ; B : lieux, secteurs, porteur, membres ; C : résumé, forme ; D : description.",
    )
    text = models.TextField(
        "texte", help_text="Tout ce qui est dit du pôle, sans accents ni ponctuation : pour les expressions exactes."
    )
    latitude = models.FloatField("latitude", null=True, help_text="En degrés : celle du pôle, sinon de sa commune.")
    longitude = models.FloatField("longitude", null=True, help_text="En degrés.")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        indexes = [
            # Without a list of pending entries, which each search would read whole after an import.
            GinIndex(fields=["title"], name="search_title_idx", condition=models.Q(published=True), fastupdate=False),
            GinIndex(fields=["document"], name="search_document_idx", condition=models.Q(published=True), fastupdate=False),
            # Holds all that a distance needs: the entries themselves are wide. Not those without a point: on a few hundred
            # poles, it would be taken for a list of the published ones, whose documents would then be read one by one.
            models.Index(
                fields=["latitude", "longitude"],
                include=["pole"],
                condition=models.Q(published=True, latitude__isnull=False),
                name="search_point_idx",
            ),
        ]

    def __str__(self) -> str:
        return f"entrée de recherche de {self.pole_id}"


class SearchWord(models.Model):
    """A word of a name or a place, and one of its variants: itself, or itself less one letter (`public.deletions`).

    Words are added, never taken out: one that no pole holds any more is left aside when it is looked up.
    """

    word = models.CharField("mot", max_length=40)
    variant = models.CharField("variante", max_length=40)

    class Meta:
        verbose_name = "mot de recherche"
        verbose_name_plural = "mots de recherche"
        indexes = [
            models.Index(OpClass("variant", "varchar_pattern_ops"), name="search_word_variant_idx"),
            # By beginnings: a word's variants are many, and stand elsewhere.
            models.Index(
                OpClass("word", "varchar_pattern_ops"), condition=models.Q(variant=models.F("word")), name="search_word_idx"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} → {self.word}"
