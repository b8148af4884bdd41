"""What every template may show."""

from django.conf import settings
from django.http import HttpRequest

from ptce_site import site_settings

OF_INSTALLATION = ("SITE_URL", "MAP_TILE_URL", "MAP_TILE_CREDITS")
SAID = ("SITE_NAME", "CONTACT_EMAIL")
SECTIONS = ("poles", "territoires", "structures", "charte", "chiffres")


def site(request: HttpRequest) -> dict[str, object]:
    """What this site is, and the part of the menu that the address is in: nothing depends on who asks."""
    section = request.path.split("/", 2)[1]
    said = site_settings.said(request)
    return {
        **{name: getattr(settings, name) for name in OF_INSTALLATION},
        **{name: said.names[name] for name in SAID},
        "CONFORMITY": said.conformity,
        "SECTION": section if section in SECTIONS else "",
    }
