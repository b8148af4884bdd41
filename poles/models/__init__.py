"""What the directory holds, one subject a module."""

from poles.models.contact import NamedContact
from poles.models.coordinator import Coordinator, Invitation
from poles.models.datafile import LoadedFile
from poles.models.fact import NetworkFact
from poles.models.follow_up import FollowUp
from poles.models.glossary import GlossaryWord
from poles.models.imports import Import
from poles.models.kept_form import KeptForm
from poles.models.operation import KnownApart, Operation
from poles.models.organisation import Membership, Organisation
from poles.models.part import PoleSector, PoleTerritory, SocialAddress, Source
from poles.models.partnership import Partnership, PartnershipRole, PartnershipRoleLink
from poles.models.picture import Picture
from poles.models.place import Place
from poles.models.pole import FormerSlug, Pole
from poles.models.proposal import Proposal, ProposedChange
from poles.models.provenance import FieldOrigin
from poles.models.quality import QualityCount
from poles.models.recognition import Recognition, Stage
from poles.models.regional import PlanMention, RegionalContact
from poles.models.request import Claim, Report
from poles.models.search import SearchEntry, SearchWord
from poles.models.sector import Sector
from poles.models.site_check import SiteCheck
from poles.models.territory import Collectivity, EpciDepartement, FormerCommune

__all__ = [
    "Claim",
    "Collectivity",
    "Coordinator",
    "EpciDepartement",
    "FieldOrigin",
    "FollowUp",
    "FormerCommune",
    "FormerSlug",
    "GlossaryWord",
    "Import",
    "Invitation",
    "KeptForm",
    "KnownApart",
    "LoadedFile",
    "Membership",
    "NamedContact",
    "NetworkFact",
    "Operation",
    "Organisation",
    "Partnership",
    "PartnershipRole",
    "PartnershipRoleLink",
    "Picture",
    "Place",
    "PlanMention",
    "Pole",
    "PoleSector",
    "PoleTerritory",
    "Proposal",
    "ProposedChange",
    "QualityCount",
    "Recognition",
    "RegionalContact",
    "Report",
    "SearchEntry",
    "SearchWord",
    "Sector",
    "SiteCheck",
    "SocialAddress",
    "Source",
    "Stage",
]
