"""make staff EMAIL=…"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from accounts.links import password_link
from accounts.models import StaffRole, User
from ptce_site.commands import PreparedCommand


class Command(PreparedCommand):
    """Give an address access to the back office."""

    help = (
        "Ouvre le back office à une adresse et affiche le lien où choisir un mot de passe (valable 3 jours, une seule fois). "
        "N'envoie aucun courriel. Un mot de passe déjà choisi reste, jusqu'à ce que le lien serve à en choisir un autre."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        email = email.strip().lower()
        try:
            user = User.objects.filter(email=email).first() or User.objects.create_superuser(email)
        except ValidationError as error:
            raise CommandError(f"EMAIL={email or '…'} : {' '.join(error.messages)}") from error
        if not (user.is_superuser and user.is_active):
            user.role, user.region_codes, user.is_active = StaffRole.NATIONAL, [], True
            user.save()
        self.stdout.write(f"Compte de la cellule : {user.email}")
        if user.has_usable_password():
            self.stdout.write("Ce compte a déjà un mot de passe, qui reste ; le lien sert à en choisir un autre.")
        self.stdout.write(f"Lien à usage unique, pour choisir un mot de passe :\n{password_link(user)}")
