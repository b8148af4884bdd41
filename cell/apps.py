"""The cell."""

from django.apps import AppConfig


class CellConfig(AppConfig):
    """Calls for projects with their applications, and the committee that steers the cell."""

    name = "cell"
    verbose_name = "cellule"
