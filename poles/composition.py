"""The members of a pole against the law: article 9-I of law no. 2014-856 of 31 July 2014 on the ESS."""

from dataclasses import dataclass
from enum import StrEnum

from poles.enums import MemberType
from poles.models import Pole
from ptce_site.clock import today

# Enterprises of the ESS that join with other enterprises, in connection with any of the others.
FAMILIES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({MemberType.ESS}), "une entreprise de l'ESS"),
    (frozenset({MemberType.NOT_ESS}), "une entreprise hors de l'ESS"),
    (
        frozenset({MemberType.COLLECTIVITY, MemberType.RESEARCH, MemberType.TRAINING, MemberType.OTHER}),
        "une collectivité, un centre de recherche ou d'enseignement supérieur, un organisme de formation ou une autre personne",
    ),
)


class Verdict(StrEnum):
    """Whether what is known of the members is what the law describes."""

    MET = "réunie"
    LACKING = "incomplète"
    UNKNOWN = "non connue"


@dataclass(frozen=True)
class Composition:
    """A verdict, the families that nobody known is of, and why it cannot be told when it cannot."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    why_unknown: str = ""


def of(pole: Pole) -> Composition:
    """What today's members of a pole make: MET when every family is there, LACKING only when all members are known.

    A collectivité that supports the pole counts as one of those it works with. Two statements.
    """
    day = today()
    members = [row.member_type for row in pole.memberships.all() if row.period is None or day in row.period]
    kinds = set(filter(None, members))
    if any(row.period is None or day in row.period for row in pole.partnerships.all()):
        kinds.add(MemberType.COLLECTIVITY)
    missing = tuple(words for family, words in FAMILIES if not family & kinds)
    if not missing:
        return Composition(Verdict.MET)
    why = _why_unknown(pole, members)
    return Composition(Verdict.UNKNOWN if why else Verdict.LACKING, missing if members else (), why)


def _why_unknown(pole: Pole, members: list[str]) -> str:
    if not members:
        return "aucun membre n'est listé"
    untold = members.count("")
    if untold:
        return f"membres dont le type n'est pas dit : {untold}"
    announced = pole.members_announced or 0
    return f"membres listés : {len(members)} sur {announced} annoncés" if announced > len(members) else ""
