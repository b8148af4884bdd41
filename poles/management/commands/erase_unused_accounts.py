"""The `erase_unused_accounts` command."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from poles.services import persons


class Command(BaseCommand):
    """Warn, then erase accounts that have not served for two years."""

    help = (
        "Prévient les comptes inutilisés depuis presque deux ans, et efface ceux qui l'ont été il y a 30 jours. "
        "Ne touche ni aux comptes de la cellule, ni à ce qui est dit des pôles. Sans --wet-run, ne fait que compter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wet-run", action="store_true", help="prévenir et effacer vraiment")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["wet_run"]:
            warned, erased = persons.warn_and_erase_unused()
            self.stdout.write(f"Comptes prévenus : {warned}. Comptes effacés : {erased}.")
        else:
            warned, erased = persons.to_warn().count(), persons.to_erase().count()
            self.stdout.write(f"Comptes à prévenir : {warned}. Comptes à effacer : {erased}. Rien n'est fait sans --wet-run.")
