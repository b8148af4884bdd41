"""manage.py load_cog DIR"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from poles.services import cog
from poles.services.files import BrokenFile
from ptce_site.commands import PreparedCommand


class Command(PreparedCommand):
    """Load the official geographic code."""

    help = (
        "Charge le code officiel géographique (régions, départements, intercommunalités, communes, anciennes communes). "
        "Tout ou rien ; relancer ne change rien. Ne supprime aucune collectivité : celles qui ont disparu sont marquées."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument("--vintage", type=int, help="année du code, si le nom du dossier ne la dit pas")
        parser.add_argument(
            "--accept-ended", action="store_true", help="accepter que plus d'une collectivité sur dix disparaisse"
        )

    def handle(self, *args: Any, directory: Path, vintage: int | None, accept_ended: bool, **options: Any) -> None:
        try:
            report = cog.load(
                directory, vintage, progress=lambda line: self.stdout.write(f"  {line}"), accept_ended=accept_ended
            )
        except BrokenFile as error:
            raise CommandError(f"{error} Rien n'a été écrit.") from error
        totals = {name: sum(getattr(report, name).values()) for name in ("created", "updated", "ended")}
        self.stdout.write("créées : {created}, modifiées : {updated}, disparues : {ended}".format(**totals))
