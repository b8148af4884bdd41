"""Readings of poles, as verbs that follow one another."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch
from django.db.models.functions import Coalesce

from poles.enums import Publication

if TYPE_CHECKING:
    from poles.models import Pole  # noqa: F401


# Orders that are those of the poles themselves, whatever is asked; each is total.
ORDERS = {"nom": ("sort_key", "number"), "recent": ("-created_at", "-number"), "modifie": ("-updated_at", "-number")}


class PoleQuerySet(models.QuerySet["Pole"]):
    """Poles."""

    def published(self) -> "PoleQuerySet":
        """Those that the public sees."""
        return self.filter(publication=Publication.PUBLISHED)

    def in_order(self, name: str) -> "PoleQuerySet":
        """In one of ORDERS."""
        return self.order_by(*ORDERS[name])

    def undated(self) -> "PoleQuerySet":
        """Those of which nothing says since when they are: neither a founding year nor a dated recognition."""
        recognitions = apps.get_model("poles", "Recognition").objects.filter(
            pole=OuterRef("pk"), period__startswith__isnull=False
        )
        return self.filter(~Exists(recognitions), founded_year=None)

    def with_row_details(self) -> "PoleQuerySet":
        """With what a row of the directory shows, and nothing else."""
        return self.select_related("seat_commune", "seat_departement").only(
            *("number", "name", "slug", "summary", "confidence", "confirmed_on", "sort_key", "legal_form", "founded_year"),
            *("seat_commune__name", "seat_departement__name", "seat_departement__code"),
        )

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
