"""What the database refused, told to a person."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models


def sentence(error: IntegrityError, of: Iterable[type[models.Model]], otherwise: str) -> str:
    """The sentence of the constraint of one of these models that refused; `otherwise` when it is none of theirs."""
    name: Any = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    rules = (rule for model in of for rule in model._meta.constraints if rule.name == name)
    return next((str(rule.violation_error_message) for rule in rules), otherwise)
