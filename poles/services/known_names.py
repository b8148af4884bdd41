"""Poles, structures and places as people name them in a cell: by a code, a number, an address, or an exact name."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from poles.codes import hyphenated, number_of
from poles.enums import Level
from poles.models import Collectivity, FormerSlug, Organisation, Pole
from poles.services import cells
from poles.text import normalized

Keys = dict[str, set[int]]


class KnownNames:
    """Read once a file: what is added since is not found."""

    @cached_property
    def _poles(self) -> Keys:
        found: Keys = defaultdict(set)
        for pk, into, number, slug, name in Pole.objects.values_list("pk", "merged_into", "number", "slug", "sort_key"):
            _add(found, into or pk, [f"#{number}", slug, *([] if into else [name])])
        for slug, pk in FormerSlug.objects.values_list("slug", "pole"):
            _add(found, pk, [slug])
        return found

    @cached_property
    def organisations(self) -> Keys:
        """The keys of structures by each of their numbers, addresses and names."""
        found: Keys = defaultdict(set)
        columns = ("pk", "merged_into", "slug", "siret", "siren", "rna", "sort_key")
        for pk, into, slug, *keys, name in Organisation.objects.values_list(*columns):
            _add(found, into or pk, [slug, *keys, *([] if into else [name])])
        return found

    @cached_property
    def _collectivities(self) -> Keys:
        found: Keys = defaultdict(set)
        for pk, level, code, name in Collectivity.objects.current().values_list("pk", "level", "code", "sort_key"):
            _add(found, pk, [code, f"{level}:{code}", name, f"{level}:{name}"])
        return found

    def pole(self, text: str) -> int:
        """The key of the pole of this code, address or name; of what it was merged into. Raises ValueError."""
        number = number_of(hyphenated(text))
        found = self._poles.get(f"#{number}" if number else text) or self._poles.get(normalized(text), set())
        none = f"aucun pôle ne s'appelle « {text} », ni n'a ce code"
        return _one(found, none, f"plusieurs pôles s'appellent « {text} » : donnez le code")

    def organisation(self, text: str) -> int:
        """The key of the structure of this SIRET, SIREN, RNA, address or name. Raises ValueError."""
        number = "".join(text.split()).upper()
        found = self.organisations.get(number) or self.organisations.get(text) or self.organisations.get(normalized(text))
        none = f"aucune structure n'a ce nom ni ce numéro : « {text} »"
        if not found and len(number) in (8, 13) and number.isdigit():
            (cells.siret if len(number) == 13 else cells.siren)(text)  # says when a zero was lost
        return _one(found or set(), none, f"plusieurs structures répondent à « {text} » : donnez le SIRET")

    def add_organisation(self, one: Organisation) -> None:
        """From then on it is found too."""
        _add(self.organisations, one.pk, [one.slug, one.siret, one.siren, one.rna, normalized(one.name)])

    def collectivity(self, text: str, level: str = "") -> int:
        """The key of the place of this official code or name, at that level when it is given. Raises ValueError."""
        level = cells.choice(Level, "niveau inconnu")(level) if level else ""
        key = f"{level}:" if level else ""
        name, code = cells.name_and_code(text)
        both = self._collectivities.get(f"{key}{code}", set()) & self._collectivities.get(f"{key}{normalized(name)}", set())
        found = both or self._collectivities.get(f"{key}{text}") or self._collectivities.get(f"{key}{normalized(text)}")
        if not found and text.isdigit() and self._collectivities.get(f"{key}0{text}"):
            raise ValueError(f"aucune collectivité n'a le code « {text} » ; zéro initial perdu ? proposé : 0{text}")
        none = f"aucune collectivité n'a ce nom ni ce code : « {text} »"
        needed = "donnez le code officiel" if level else f"donnez le code, ou le niveau ({', '.join(Level.values)})"
        return _one(found or set(), none, f"plusieurs collectivités répondent à « {text} » : {needed}")


def _add(found: Keys, pk: int, keys: Iterable[Any]) -> None:
    for key in keys:
        if key:
            found[key].add(pk)


def _one(found: set[int], none: str, several: str) -> int:
    if not found:
        raise ValueError(none)
    if len(found) > 1:
        raise ValueError(several)
    return next(iter(found))
