"""What every template may show."""

from django.conf import settings
from django.http import HttpRequest

SHOWN = ("SITE_NAME", "SITE_URL", "CONTACT_EMAIL", "MAP_TILE_URL", "MAP_TILE_CREDITS")


def site(request: HttpRequest) -> dict[str, object]:
    """Constants of this installation: nothing here depends on who asks."""
    return {name: getattr(settings, name) for name in SHOWN}
