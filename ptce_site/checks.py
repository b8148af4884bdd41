"""What an operator must have set before the site is public."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning

LEGAL_SETTINGS: tuple[str, ...] = ("PUBLISHER_NAME", "PUBLISHER_ADDRESS", "PUBLICATION_DIRECTOR", "CONTACT_EMAIL")
LEGAL_SETTINGS += ("HOST_NAME", "HOST_ADDRESS", "HOST_PHONE")


@register(Tags.security, deploy=True)
def legal_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The legal notice names a publisher, a publication director and a host."""
    missing = [name for name in LEGAL_SETTINGS if not getattr(settings, name)]
    if not missing:
        return []
    return [CheckWarning(f"Mentions légales incomplètes : définissez {', '.join(missing)}.", id="ptce_site.W001")]
