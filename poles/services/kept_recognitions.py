"""Recognitions that another app keeps (`settings.RECOGNITIONS_KEPT`): they are changed there."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

TOLD = "Donnée par le registre de la charte ou par une candidature retenue : elle y change."


def keys_of(**of: Any) -> set[int]:
    """The keys of those of a pole (`recognition__pole`), or of one recognition (`recognition`) if it is one."""
    return {key for name in settings.RECOGNITIONS_KEPT for key in import_string(name)().filter(**of)}
