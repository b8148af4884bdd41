"""Closed lists of values about the charter."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    """Whether a version is prepared, in force, or replaced by a later one."""

    DRAFT = "brouillon", _("brouillon")
    CURRENT = "en-vigueur", _("en vigueur")
    FORMER = "ancienne", _("ancienne")
