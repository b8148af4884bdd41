"""Addresses made from names."""

from collections.abc import Iterable

from django.db import models

from poles.models import FormerSlug, Organisation, Pole
from poles.models.pole import RESERVED_SLUGS
from poles.text import normalized

LONGEST = 80


def pole_slug(name: str) -> str:
    """An address for a pole of this name, that no pole has or had."""
    taken = set(Pole.objects.filter(slug__startswith=_stem(name)).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__startswith=_stem(name)).values_list("slug", flat=True))
    return _free(_stem(name), taken | set(RESERVED_SLUGS))


class Slugs:
    """Addresses for many new records: those that are taken are read once."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)

    @classmethod
    def of_poles(cls) -> "Slugs":
        """As `pole_slug`, many times."""
        return cls(
            [*Pole.objects.values_list("slug", flat=True), *FormerSlug.objects.values_list("slug", flat=True), *RESERVED_SLUGS]
        )

    @classmethod
    def of_organisations(cls) -> "Slugs":
        """As `organisation_slug`, many times."""
        return cls(Organisation.objects.values_list("slug", flat=True))

    def free(self, name: str) -> str:
        """One that nothing has; whoever takes it adds it to `taken`."""
        return _free(_stem(name), self.taken)


def organisation_slug(name: str) -> str:
    """An address for an organisation of this name, that no other has."""
    taken: models.QuerySet[Organisation, str] = Organisation.objects.filter(slug__startswith=_stem(name)).values_list(
        "slug", flat=True
    )
    return _free(_stem(name), set(taken))


def _stem(name: str) -> str:
    return normalized(name).replace(" ", "-")[:LONGEST].strip("-") or "sans-nom"


def _free(stem: str, taken: set[str]) -> str:
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
