"""The site itself."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class SiteConfig(AppConfig):
    """Settings, database, page versions, errors."""

    name = "ptce_site"
    verbose_name = "site"
    default = True

    def ready(self) -> None:
        from ptce_site import checks  # noqa: F401 (registers the checks)


class StaticFilesWithoutExtensions(StaticFilesConfig):
    """The static files of every app, less the extensions of htmx: unused, and their bare imports cannot be hashed."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "django_htmx/htm*-4*"]
