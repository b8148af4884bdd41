"""Our SQL functions (made in migration 0001), as Django expressions."""

from django.db import models


class Normalized(models.Func):
    """Lower case, no accents, every run of other characters a single space: what names are compared and sorted by."""

    function = "public.normalized"
    output_field = models.TextField()


class PlaceKey(models.Func):
    """What names of places are looked up by: as normalised, « st » written « saint »."""

    function = "public.place_key"
    output_field = models.TextField()


class NextPoleNumber(models.Func):
    """The number after the highest ever given; rows of poles are never deleted, so none is given twice."""

    function = "public.next_pole_number"
    output_field = models.PositiveIntegerField()


class SirenIsValid(models.Func):
    """Nine digits and a right check digit (Luhn)."""

    function = "public.siren_is_valid"
    output_field = models.BooleanField()


class SiretIsValid(models.Func):
    """Fourteen digits and a right check digit (Luhn; for La Poste, a sum of digits that 5 divides)."""

    function = "public.siret_is_valid"
    output_field = models.BooleanField()


class DistanceKm(models.Func):
    """Great-circle distance in kilometres between two points: latitude, longitude, latitude, longitude, in degrees."""

    function = "public.distance_km"
    output_field = models.FloatField()
