"""Readings of poles, as verbs that follow one another."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import F, Prefetch
from django.db.models.functions import Coalesce

from poles.enums import Publication

if TYPE_CHECKING:
    from poles.models import Pole  # noqa: F401


class PoleQuerySet(models.QuerySet["Pole"]):
    """Poles."""

    def published(self) -> "PoleQuerySet":
        """Those that the public sees."""
        return self.filter(publication=Publication.PUBLISHED)

    def by_name(self) -> "PoleQuerySet":
        """In a total and stable order, whatever the accents."""
        return self.order_by("sort_key", "number")

    def with_row_details(self) -> "PoleQuerySet":
        """With what a row of the directory shows: three more statements, however many rows."""
        return self.select_related("seat_commune", "seat_departement__region").prefetch_related("sectors", "recognitions")

    def with_sector_links(self) -> "PoleQuerySet":
        """With their sectors, the pivot first: one more statement."""
        links = apps.get_model("poles", "PoleSector").objects.select_related("sector")
        return self.prefetch_related(Prefetch("sector_links", links))

    def with_point(self) -> "PoleQuerySet":
        """With `shown_latitude` and `shown_longitude` in degrees: the pole's own point, else its commune's, else NULL."""
        return self.annotate(
            shown_latitude=Coalesce(F("latitude"), F("seat_commune__latitude")),
            shown_longitude=Coalesce(F("longitude"), F("seat_commune__longitude")),
        )
