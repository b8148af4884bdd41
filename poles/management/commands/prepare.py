"""What must be there before the site is served; each step is skipped when it is already done."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.module_loading import import_string

from poles.models import LoadedFile
from poles.services import cog, cog_files, facts, vocabulary
from poles.services.files import BrokenFile
from poles.services.import_lines import Outcome
from poles.services.pole_import import import_poles
from ptce_site.commands import missing_migrations
from ptce_site.static import gather

DATA = Path(__file__).resolve().parent.parent.parent / "data"
COG = DATA / "cog-2026"


class Command(BaseCommand):
    """Make the database ready: tables, territories, poles, figures, static files."""

    help = (
        "Prépare la base (tables, code officiel géographique, pôles, chiffres) et les fichiers statiques. "
        "Ne recharge pas ce qui est déjà là, et ne remplace jamais ce qu'une personne a saisi."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            # Two machines that start together prepare one after the other.
            cursor.execute("SELECT pg_advisory_lock(hashtext('prepare'))")
            try:
                self._migrate()
                self._load("listes du site", [DATA / name for name in (*vocabulary.LISTS, vocabulary.WORDS)], self._vocabulary)
                self._load("code officiel géographique 2026", sorted(COG.glob("*.csv")), self._cog)
                self._load("pôles", [DATA / "poles.csv"], self._poles)
                self._load("chiffres du réseau", [DATA / "network_facts.csv"], self._facts)
                for name, file, load in settings.SHIPPED:
                    self._load(name, [Path(settings.BASE_DIR, file)], partial(self._shipped, load))
            except BrokenFile as error:
                raise CommandError(str(error)) from error
            finally:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('prepare'))")
        if not settings.DEBUG:
            self._say("Fichiers statiques…")
            if not gather():
                self._say("  déjà là")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _migrate(self) -> None:
        missing = missing_migrations()
        if missing:
            self._say(f"Tables de la base ({missing} étapes)…")
            call_command("migrate", interactive=False, verbosity=0)
        else:
            self._say("Tables de la base : déjà là")

    def _load(self, name: str, files: list[Path], load: Callable[[], str]) -> None:
        """Run `load` unless the very same files have been loaded already."""
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        title = name[0].upper() + name[1:]
        if LoadedFile.objects.filter(name=name, digest=digest).exists():
            self._say(f"{title} : déjà là")
            return
        self._say(f"{title}…")
        self._say(f"  {load()}")
        LoadedFile.objects.update_or_create(name=name, defaults={"digest": digest})

    def _shipped(self, load: str) -> str:
        return f"{import_string(load)()} ajouts"

    def _vocabulary(self) -> str:
        return f"{vocabulary.load(DATA)} ajouts"

    def _cog(self) -> str:
        loaded = cog.loaded_vintage()
        if loaded and loaded > cog_files.vintage(COG):
            return f"laissé de côté : le millésime {loaded}, plus récent, est déjà chargé"
        cog.load(COG, progress=lambda line: self._say(f"  {line}"))
        return "à jour"

    def _poles(self) -> str:
        report = import_poles(DATA / "poles.csv", wet=True, skip_refused=True)
        counts = ", ".join(f"{outcome}s : {report.count(outcome)}" for outcome in Outcome)
        return f"{counts}, conflits : {report.conflicts}"

    def _facts(self) -> str:
        added, changed = facts.load(DATA / "network_facts.csv")
        return f"ajoutés : {added}, modifiés : {changed}"
