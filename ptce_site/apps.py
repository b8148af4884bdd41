"""The site itself."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

# Extensions of htmx, whose bare imports cannot be hashed, and the sources of Leaflet, which take long to pack.
UNUSED = ("django_htmx/ext/*", "django_htmx/htm*-4*", "js_lib_leaflet/leaflet-src*")


class SiteConfig(AppConfig):
    """Settings, database, page versions, errors."""

    name = "ptce_site"
    verbose_name = "site"
    default = True

    def ready(self) -> None:
        from ptce_site import checks  # noqa: F401 (registers the checks)


class StaticFilesOfUse(StaticFilesConfig):
    """The static files of every app, less those that no page asks for."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *UNUSED]
