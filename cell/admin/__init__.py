"""The cell's own work in the back office."""

from cell.admin import application, call, committee, mailing

__all__ = ["application", "call", "committee", "mailing"]
