"""The names of what values tell by its code or address, read together: a page of many changes asks the database little."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from poles.models import Collectivity, Organisation, PartnershipRole, Sector

PLACE = re.compile(r"(region|departement|epci|commune):[0-9AB]{2,9}")


class Names:
    """Names of the organisations, places, sectors and roles that stand in some values of subjects."""

    def __init__(self, values: Iterable[Any]) -> None:
        texts, slugs = set(), set()
        for found in _walk(values):
            if isinstance(found, dict):
                slugs.add(found.get("slug"))
            else:
                texts.add(found)
        keys = {text for text in texts if PLACE.fullmatch(text)}
        known = Organisation.objects.filter(slug__in=slugs - {None})
        self._organisations = dict(known.values_list("slug", "name")) if slugs - {None} else {}
        self._places = {}
        if keys:
            codes = [key.partition(":")[2] for key in keys]
            for level, code, name in Collectivity.objects.filter(code__in=codes).values_list("level", "code", "name"):
                self._places[f"{level}:{code}"] = f"{name} ({code})"

    def organisation(self, value: Any) -> str:
        """The name of a known organisation, or of a new one with its number."""
        if not value:
            return ""
        if "slug" in value:
            return self._organisations.get(value["slug"], value["slug"])
        numbers = "".join(f", {name.upper()} {value[name]}" for name in ("siren", "siret", "rna") if value.get(name))
        return f"{value['name']} (nouvelle{numbers})"

    def place(self, key: str) -> str:
        """« Romans-sur-Isère (26281) », from `commune:26281`; empty for nothing."""
        return self._places.get(key, key)

    def sector(self, slug: str) -> str:
        """The name of a sector."""
        return self._sectors.get(slug, slug)

    @cached_property
    def _sectors(self) -> dict[str, str]:
        return dict(Sector.objects.values_list("slug", "name"))

    @cached_property
    def _roles(self) -> dict[str, str]:
        return dict(PartnershipRole.objects.values_list("slug", "name"))

    def role(self, slug: str) -> str:
        """The name of what a collectivité does."""
        return self._roles.get(slug, slug)


def _walk(value: Any) -> Iterator[Any]:
    """Every text, and every dictionary, in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _walk(inner)
