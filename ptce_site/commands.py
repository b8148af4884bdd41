"""Management commands that need the site's tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def missing_migrations() -> int:
    """How many migrations the database has yet to run."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class PreparedCommand(BaseCommand):
    """A command that says what to run first where the tables are missing or older than the code."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        if missing_migrations():
            raise CommandError("la base n'est pas prête : lancez d'abord make run (ou python manage.py prepare).")
        return super().execute(*args, **options)
