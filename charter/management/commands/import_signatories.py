"""manage.py import_signatories FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from charter.services.past import import_signatories
from poles.services.files import BrokenFile
from poles.services.import_lines import Outcome
from ptce_site.commands import PreparedCommand


class Command(PreparedCommand):
    """Import past signatories, dry by default."""

    help = (
        "Met au registre des signatures passées (CSV : pole, version, date, source) et dit, ligne par ligne, ce qui est fait. "
        "N'écrit rien sans --wet-run. Le pôle est un code, une adresse ou un nom exact ; la date, un an, un mois ou un jour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--wet-run", action="store_true", help="écrire les lignes correctes")

    def handle(self, *args: Any, file: Path, wet_run: bool, **options: Any) -> None:
        try:
            report = import_signatories(
                file, wet=wet_run, progress=lambda done, of: self.stderr.write(f"{done} lignes sur {of}…")
            )
        except BrokenFile as error:
            raise CommandError(f"{error} Rien n'a été écrit.") from error
        for name in report.unknown_columns:
            self.stdout.write(f"colonne ignorée : {name}")
        for line in report.lines:
            self.stdout.write(
                " ".join(filter(None, (f"ligne {line.line} :", line.outcome, line.code, line.name, *line.reasons)))
            )
        self.stdout.write(", ".join(f"{outcome} : {report.count(outcome)}" for outcome in Outcome))
        if not wet_run:
            self.stdout.write("Essai à blanc : rien n'a été écrit (--wet-run pour écrire).")
