"""What the database refuses, told to a person, where it can beside what they typed."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, models


def sentence(error: IntegrityError, of: Iterable[type[models.Model]], otherwise: str) -> str:
    """The sentence of the constraint of one of these models that refused; `otherwise` when it is none of theirs."""
    name: Any = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    rules = (rule for model in of for rule in model._meta.constraints if rule.name == name)
    return next((str(rule.violation_error_message) for rule in rules), otherwise)


class ToldBeside:
    """A form of a model, where a rule of the database that refuses is told beside the field that it is about."""

    refused = ""
    """What the database said when it was written, once it was."""

    def _post_clean(self) -> None:
        form: Any = self
        super()._post_clean()  # type: ignore[misc]
        rules = {str(rule.violation_error_message): rule for rule in form._meta.model._meta.constraints}
        told = [*form.errors.pop(NON_FIELD_ERRORS, []), *([self.refused] if self.refused else [])]
        for text in map(str, told):
            form.add_error(_field_about(rules.get(text), form.fields), text)


def _field_about(rule: models.BaseConstraint | None, fields: Iterable[str]) -> str | None:
    """The first field that the name of the rule tells (`pole_siret_of_siren`), else that a check reads."""
    named = (name for name in fields if rule and f"_{name}_" in rule.name)
    read = rule.condition.referenced_base_fields if isinstance(rule, models.CheckConstraint) else ()  # type: ignore[union-attr]
    return next(named, None) or next((name for name in fields if name in read), None)
