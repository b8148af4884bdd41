"""The network year by year since 2009: poles of the directory as of a day, by stage, and by what recognises them."""

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count

from poles import curve
from poles.curve import Curve
from poles.enums import RecognitionKind, StageName
from poles.filters import as_of
from poles.models import Pole
from poles.pole_index import PoleIndex
from ptce_site.clock import today

# The first year of the timeline: the first poles of the facts.
FIRST_YEAR = 2009
CALLS = frozenset(kind for kind in RecognitionKind.values if kind.startswith(("aap-", "ami-")))


@dataclass(frozen=True)
class Timeline:
    """Two drawings, each with its table; no drawing of stages when none is dated."""

    poles: Curve
    stages: Curve | None


def timeline(index: PoleIndex) -> Timeline:
    """Each year's last day, then today; one statement, the rest is in the index."""
    days = [*(datetime.date(year, 12, 31) for year in range(FIRST_YEAR, today().year)), today()]
    then = [index.as_of(day).sets for day in days]
    poles = {
        "Pôles de l'annuaire": _in_the_directory(days),
        "Déjà reconnus, par qui que ce soit": [_recognised(index, frozenset(RecognitionKind.values), day) for day in days],
        "Déjà lauréats d'un appel de l'État": [_recognised(index, CALLS, day) for day in days],
        "Signataires de la charte": [sets["reconnaissance"].get(RecognitionKind.CHARTER, 0).bit_count() for sets in then],
    }
    known = {value for value, *_ in index.dated["stade"]}
    stages = {
        str(label).capitalize(): [sets["stade"].get(value, 0).bit_count() for sets in then]
        for value, label in StageName.choices
        if value in known
    }
    return Timeline(curve.of(days, poles, _address), curve.of(days, stages, _address) if stages else None)


def _in_the_directory(days: list[datetime.date]) -> list[int]:
    counts = {f"on_{number}": Count("pk", filter=as_of(day)) for number, day in enumerate(days)}
    return list(Pole.objects.published().aggregate(**counts).values())


def _recognised(index: PoleIndex, kinds: frozenset[str], day: datetime.date) -> int:
    """How many had one of these recognitions by that day: who was recognised stays so."""
    begun = (poles for kind, start, _, poles in index.dated["reconnaissance"] if kind in kinds and start <= day)
    return reduce(or_, begun, 0).bit_count()


def _address(day: datetime.date) -> str:
    return f"/poles/?au={day}"
