"""The directory."""

from django.apps import AppConfig


class PolesConfig(AppConfig):
    """Poles, organisations, collectivités and the pages that show them."""

    name = "poles"
    verbose_name = "annuaire"
