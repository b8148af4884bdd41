"""Fields that several models share."""

import re
from typing import Any

from django import forms
from django.db import models

from poles.constraints import ADDRESS_NEEDED, named_host


def bare_identifier(text: str) -> str:
    """A SIREN, SIRET or RNA without the spaces and points that are printed in it, in capitals."""
    return re.sub(r"[\s\u00a0.]", "", text).upper()


class _TypedIdentifier(forms.CharField):
    def to_python(self, value: Any) -> str:
        return bare_identifier(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without its length, which would cut what is pasted with spaces."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class IdentifierField(models.CharField):
    """A SIREN, SIRET or RNA, read as it is printed: with spaces, in small letters."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        return super().formfield(**{"form_class": _TypedIdentifier, **kwargs})

    def deconstruct(self) -> Any:
        """For the database, a text like another."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


class TypedAddress(forms.URLField):
    """A web address as one types it: without its scheme, it is taken as https."""

    default_error_messages = {"invalid": ADDRESS_NEEDED}
    default_validators = [*forms.URLField.default_validators, named_host]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **options})


class WebAddressField(models.URLField):
    """A web address."""

    default_error_messages = {"invalid": ADDRESS_NEEDED}
    default_validators = [*models.URLField.default_validators, named_host]

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        return super().formfield(**{"form_class": TypedAddress, **kwargs})
