"""History of rows: every insert, update and delete of a tracked model leaves a row, whoever made it, SQL included."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def tracked(**options: Any) -> Callable[[Model], Model]:
    """Track a model; `options` are those of `pghistory.track`, such as `exclude` and `level`."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)


Statement = pghistory.Statement
