"""manage.py import_poles FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from poles.services.files import BrokenFile
from poles.services.import_lines import LineReport, Outcome, Report
from poles.services.pole_import import import_poles
from ptce_site.commands import PreparedCommand


class Command(PreparedCommand):
    """Import poles, dry by default."""

    help = (
        "Importe une liste de pôles (CSV) et dit, ligne par ligne, ce qui change. N'écrit rien sans --wet-run. "
        "Ne remplace jamais une valeur saisie par une personne ni une valeur plus récente que la ligne. Une case vide "
        "ne dit rien ; les secteurs donnés remplacent les secteurs connus, les labels et les sources s'ajoutent. "
        "Aucun pôle n'est retiré."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--wet-run", action="store_true", help="écrire (rien n'est écrit si une ligne est refusée)")
        parser.add_argument("--skip-refused", action="store_true", help="avec --wet-run : écrire les lignes correctes")

    def handle(self, *args: Any, file: Path, wet_run: bool, skip_refused: bool, **options: Any) -> None:
        if skip_refused and not wet_run:
            raise CommandError("--skip-refused ne va qu'avec --wet-run.")
        try:
            report = import_poles(
                file,
                wet=wet_run,
                skip_refused=skip_refused,
                progress=lambda done, of: self.stderr.write(f"{done} lignes sur {of}…"),
            )
        except BrokenFile as error:
            raise CommandError(f"{error} Rien n'a été écrit.") from error
        for name in report.unknown_columns:
            self.stdout.write(f"colonne ignorée : {name}")
        for line in report.lines:
            self._tell(line)
        self.stdout.write(_summary(report))
        if wet_run and not report.written:
            raise CommandError("des lignes sont refusées : rien n'a été écrit (--skip-refused pour écrire les autres).")
        if not report.written:
            self.stdout.write("Essai à blanc : rien n'a été écrit (--wet-run pour écrire).")

    def _tell(self, line: LineReport) -> None:
        self.stdout.write(" ".join(part for part in (f"ligne {line.line} :", line.outcome, line.code, line.name) if part))
        for reason in line.reasons:
            self.stdout.write(f"    {reason}")
        for change in line.changes:
            self.stdout.write(f"    {change}")
        for conflict in line.conflicts:
            self.stdout.write(f"    conflit, laissé tel quel : {conflict}")


def _summary(report: Report) -> str:
    counts = ", ".join(f"{outcome}s : {report.count(outcome)}" for outcome in Outcome)
    return f"{counts}, conflits : {report.conflicts}"
