"""make restore FILE=…"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ptce_site import dump


class Command(BaseCommand):
    """Put back a saved database."""

    help = "Remplace la base par celle d'une sauvegarde, en une transaction. Refuse une base non vide sans --replace."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="remplacer ce que la base contient")

    def handle(self, *args: Any, file: str, replace: bool, **options: Any) -> None:
        if not file:
            raise CommandError("dites quel fichier : make restore FILE=sauvegarde.dump")
        try:
            dump.restore(Path(file), replace=replace)
        except dump.DumpFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Base restaurée depuis {file}")
