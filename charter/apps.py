"""The charter."""

from django.apps import AppConfig


class CharterConfig(AppConfig):
    """Versions of the charter of PTCE, and who has signed them."""

    name = "charter"
    verbose_name = "charte"
