"""Model instances from plain SQL, with the fields that were read and no other."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model


def columns_of(model: type[Model], *names: str) -> tuple[str, ...]:
    """These columns, in the order in which the model declares them: `from_db` takes values in no other."""
    return tuple(field.column for field in model._meta.concrete_fields if field.column in names)


def instance(model: type[Model], columns: Sequence[str], values: Sequence[Any]) -> Any:
    """An instance of these values, its other fields deferred; None when the first, its key, is null: no row was joined."""
    return model.from_db("default", columns, values) if values[0] is not None else None
