"""The rows that matter, to be compared before and after."""

import pghistory
from django.apps import apps
from django.db import connection

from poles.models import Claim, KeptForm, NamedContact, Report

NO_HISTORY = (Claim, KeptForm, NamedContact, Report)


def rows():
    """Every row of business, by table and key, less what the database stamps."""
    found = {}
    events = [one for one in apps.get_models() if issubclass(one, pghistory.models.Event)]
    columns = {
        one.pgh_tracked_model: [field.column for field in one._meta.concrete_fields if not field.name.startswith("pgh_")]
        for one in events
    }
    columns |= {model: [field.column for field in model._meta.concrete_fields] for model in NO_HISTORY}
    with connection.cursor() as cursor:
        for model, names in columns.items():
            cursor.execute(f"SELECT id, {', '.join(f'{name}::text' for name in names)} FROM {model._meta.db_table}")  # noqa: S608
            found |= {(model.__name__, row[0]): row for row in cursor.fetchall()}
    return found
