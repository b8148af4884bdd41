"""What the first page of the back office tells of poles: what waits, what is to mend."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from poles import rights
from poles.admin.follow_up import WAITING as FOLLOW_UP
from poles.admin.proposal import TO_SEE, WAITING
from poles.enums import ClaimState
from poles.models import Claim, FollowUp, Proposal, Report
from poles.quality import FAULTS, SILENT, faulty
from poles.rights import Person
from ptce_site.back_office import Waiting, waiting_in
from ptce_site.clock import today


@dataclass(frozen=True)
class Mending:
    """A kind of fault with the number of poles that have it."""

    label: str
    why: str
    count: int
    address: str


def waiting(user: Person) -> list[Waiting]:
    """The queues of those who look after poles, and the poles that say nothing."""
    if not rights.looks_after_poles(user):
        return []
    poles = rights.poles_of_staff(user)
    of_none = Q(pole=None) if rights.may_settle(user, None) else Q(pk=None)
    to_do = FollowUp.objects.filter(FOLLOW_UP, pole__in=poles, next_on__lte=today())
    proposed = Proposal.objects.filter(pole__in=poles)
    claims = Claim.objects.filter(pole__in=poles, state=ClaimState.WAITING)
    reports = Report.objects.filter(Q(pole__in=poles) | of_none, settled_at=None)
    decide, see = ("Propositions à décider", WAITING, ""), ("Publié par les pôles, à voir", TO_SEE, "file=publie")
    silent = ("Pôles tenus, mais muets depuis 18 mois", Q(), f"corriger={SILENT}")
    proposals, published = _waiting(proposed, "submitted_at", "proposal", decide, see)
    return [
        proposals,
        *_waiting(claims, "created_at", "claim", ("Demandes à animer un pôle", Q(), "")),
        *_waiting(reports, "created_at", "report", ("Signalements à traiter", Q(), "")),
        published,
        *_waiting(to_do, "next_on", "followup", ("Suites à donner, à leur date", Q(), "")),
        *_waiting(faulty(poles, SILENT), "confirmed_on", "pole", silent),
    ]


def mending(user: Person) -> list[Mending]:
    """Each kind of fault that some pole of the person has, most useful first, with the list where it is mended."""
    if not rights.looks_after_poles(user):
        return []
    counts = rights.poles_of_staff(user).aggregate(**{fault.name: Count("pk", filter=fault.condition) for fault in FAULTS})
    changelist = reverse("admin:poles_pole_changelist")
    return [
        Mending(fault.label, fault.why, counts[fault.name], f"{changelist}?corriger={fault.name}")
        for fault in FAULTS
        if counts[fault.name] and fault.name != SILENT  # it is among what waits
    ]


def _waiting(rows: QuerySet[Any], since: str, model: str, *queues: tuple[str, Q, str]) -> list[Waiting]:
    return waiting_in(rows, since, reverse(f"admin:poles_{model}_changelist"), *queues)
