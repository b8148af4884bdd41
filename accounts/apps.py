"""Accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, later invitations and roles."""

    name = "accounts"
    verbose_name = "comptes"

    def ready(self) -> None:
        from accounts import second_factor  # noqa: F401 (listens to the second factor)
