"""Fields that several models share."""

from typing import Any

from django import forms
from django.db import models


class WebAddressField(models.URLField):
    """A web address; one typed without its scheme is taken as https."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        return super().formfield(**{"assume_scheme": "https", **kwargs})
