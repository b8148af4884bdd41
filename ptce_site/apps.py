"""The site itself."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings, database, page versions, errors."""

    name = "ptce_site"
    verbose_name = "site"

    def ready(self) -> None:
        from ptce_site import checks  # noqa: F401 (registers the checks)
