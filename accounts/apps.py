"""Accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, later invitations and roles."""

    name = "accounts"
    verbose_name = "comptes"
