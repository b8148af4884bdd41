"""make backup FILE=…"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ptce_site import dump


class Command(BaseCommand):
    """Save the whole database."""

    help = "Sauvegarde toute la base dans un fichier. Ne sauvegarde ni la configuration ni les secrets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        if not file:
            raise CommandError("dites où écrire : make backup FILE=sauvegarde.dump")
        try:
            dump.backup(Path(file))
        except dump.DumpFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Sauvegarde écrite : {file} ({Path(file).stat().st_size // 1024} kio)")
