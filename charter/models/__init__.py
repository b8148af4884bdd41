"""What is kept of the charter, one subject a module."""

from charter.models.campaign import Campaign, CampaignLetter
from charter.models.draft import SigningDraft
from charter.models.signature import Signature
from charter.models.version import CharterVersion

__all__ = ["Campaign", "CampaignLetter", "CharterVersion", "Signature", "SigningDraft"]
