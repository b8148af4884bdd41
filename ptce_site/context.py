"""What every template may show."""

from django.conf import settings
from django.http import HttpRequest

SHOWN = ("SITE_NAME", "SITE_URL", "CONTACT_EMAIL", "MAP_TILE_URL", "MAP_TILE_CREDITS")
SECTIONS = ("poles", "territoires", "structures", "charte", "chiffres")


def site(request: HttpRequest) -> dict[str, object]:
    """Constants of this installation, and the part of the menu that the address is in: nothing depends on who asks."""
    section = request.path.split("/", 2)[1]
    return {**{name: getattr(settings, name) for name in SHOWN}, "SECTION": section if section in SECTIONS else ""}
