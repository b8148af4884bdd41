"""Compile every template of the project."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template


class Command(BaseCommand):
    """Find templates that do not compile before a visitor does."""

    help = "Compile tous les gabarits du projet et s'arrête sur la liste de ceux qui ne compilent pas."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "templates"
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        faults = []
        for name in names:
            try:
                get_template(name)
            except TemplateSyntaxError as error:
                faults.append(f"{name} : {error}")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(names)} gabarits compilent")
