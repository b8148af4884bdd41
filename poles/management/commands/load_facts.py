"""manage.py load_facts FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from poles.services import facts
from poles.services.files import BrokenFile
from ptce_site.commands import PreparedCommand


class Command(PreparedCommand):
    """Load dated figures of the whole network."""

    help = "Charge les chiffres datés du réseau (CSV). Tout ou rien ; relancer ne change rien. N'efface aucun chiffre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            added, changed = facts.load(file)
        except BrokenFile as error:
            raise CommandError(f"{error} Rien n'a été écrit.") from error
        self.stdout.write(f"chiffres ajoutés : {added}, modifiés : {changed}")
