"""What is to mend in the directory, most useful first: each a condition on poles, told with why it matters."""

import datetime
import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from poles.enums import Confidence, Publication, SiteState
from poles.models import Coordinator, Membership, NamedContact, Pole, PoleSector, SiteCheck
from poles.models.pole import confirmed_since
from poles.querysets import PoleQuerySet
from ptce_site.clock import months_before, today

EVIDENCE_MONTHS = 24
# « prenom.nom@… », « p-nom@… »; unless a word of it is that of a service.
OF_A_PERSON = r"^[a-zà-ÿ]+[._-][a-zà-ÿ]+@"
OF_A_SERVICE = (
    r"^[^@]*(contact|info|accueil|bonjour|asso|coop|ptce|pole|projet|equipe|secretariat|direction|cellule|territoire|tiers|ess)"
)


def seems_of_a_person(email: str) -> bool:
    """Whether an address is made like « prénom.nom », as the fault of that name finds it."""
    return bool(re.search(OF_A_PERSON, email, re.IGNORECASE) and not re.search(OF_A_SERVICE, email, re.IGNORECASE))


@dataclass(frozen=True)
class Fault:
    """A kind of fault: its name in addresses, its words, and why it is worth mending."""

    name: str
    label: str
    why: str

    @property
    def condition(self) -> Q:
        """The published poles that have it, as of today."""
        return Q(publication=Publication.PUBLISHED) & _conditions()[self.name]


SILENT = "muet"
FAULTS = (
    Fault(
        SILENT,
        "Tenus, mais muets depuis 18 mois",
        "Quelqu'un tient la page depuis ce temps au moins, et n'a pas dit qu'elle est exacte.",
    ),
    Fault("sans-commune", "Pas de commune", "Le pôle n'est trouvé autour d'aucun lieu."),
    Fault("sans-resume", "Pas de résumé", "La liste et la carte ne disent pas ce qu'il fait."),
    Fault("a-confirmer", "À confirmer", "Ses sources ne suffisent pas, et le pôle n'a rien confirmé depuis 18 mois."),
    Fault("sans-preuve", f"Aucune preuve d'activité depuis {EVIDENCE_MONTHS} mois", "On ne sait pas s'il vit encore."),
    Fault("sans-accord", "Une personne à contacter n'a pas donné son accord", "Sans réponse sous 30 jours, elle est oubliée."),
    Fault("courriel-personnel", "Un courriel qui semble celui d'une personne", "N'est à publier qu'une adresse générique."),
    Fault("site-mort", "Un site qui ne répond plus", "Quatre échecs en onze jours au moins : la page ne mène nulle part."),
    Fault("sans-contact", "Ni site, ni courriel, ni téléphone", "Personne ne peut le joindre."),
    Fault("sans-secteur", "Aucun secteur", "On ne le trouve pas par ce qu'il fait."),
    Fault("sans-membre", "Aucun membre listé", "On ne peut rien dire de sa composition."),
    Fault("type-inconnu", "Des membres sans type", "Sa composition n'est pas connue."),
    Fault("identifiant-double", "Un SIREN, SIRET ou RNA qu'un autre pôle porte", "Erreur, ou deux pages d'un même pôle."),
    Fault("identifiant-autre", "Un SIREN qui n'est pas celui de sa structure porteuse", "L'un des deux est faux."),
    Fault("sans-identifiant", "Ni SIREN, ni RNA, ni structure porteuse", "On peut le confondre avec un autre."),
)


def _others(name: str) -> PoleQuerySet:
    """Other published poles with the same value."""
    return Pole.objects.published().filter(**{name: OuterRef(name)}).exclude(pk=OuterRef("pk"))


def faulty(poles: PoleQuerySet, name: str) -> PoleQuerySet:
    """Those of `poles` that have the fault of this name; all of them when no fault has it."""
    fault = next((one for one in FAULTS if one.name == name), None)
    return poles.filter(fault.condition) if fault else poles


def _conditions() -> dict[str, Q]:
    members = Membership.objects.filter(pole=OuterRef("pk"))
    oldest = months_before(today(), EVIDENCE_MONTHS)
    held_since = timezone.make_aware(datetime.datetime.combine(confirmed_since(), datetime.time()))
    unconfirmed = Q(confirmed_on=None) | Q(confirmed_on__lt=confirmed_since())
    return {
        SILENT: Q(Exists(Coordinator.objects.filter(pole=OuterRef("pk"), created_at__lt=held_since))) & unconfirmed,
        "sans-commune": Q(seat_commune=None),
        "sans-resume": Q(summary=""),
        "a-confirmer": ~Q(confidence=Confidence.HIGH) & unconfirmed,
        "sans-preuve": Q(last_evidence_on=None) | Q(last_evidence_on__lt=oldest),
        "sans-accord": Q(Exists(NamedContact.objects.filter(pole=OuterRef("pk"), consented_at=None))),
        "courriel-personnel": Q(email__iregex=OF_A_PERSON) & ~Q(email__iregex=OF_A_SERVICE),
        "site-mort": Q(website__in=SiteCheck.objects.filter(state=SiteState.DEAD).values("url")),
        "sans-contact": Q(website="", email="", phone=""),
        "sans-secteur": ~Q(Exists(PoleSector.objects.filter(pole=OuterRef("pk")))),
        "sans-membre": ~Q(Exists(members)),
        "type-inconnu": Q(Exists(members.filter(member_type=""))),
        "identifiant-double": reduce(or_, (~Q(**{name: ""}) & Q(Exists(_others(name))) for name in ("siren", "siret", "rna"))),
        "identifiant-autre": ~Q(siren="") & ~Q(lead_organisation__siren="") & ~Q(siren=F("lead_organisation__siren")),
        "sans-identifiant": Q(siren="", siret="", rna="", lead_organisation=None),
    }
