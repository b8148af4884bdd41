"""What every list of records of the back office has."""

from ptce_site.row_export import Exported
from ptce_site.row_history import WithHistory


class RecordAdmin(Exported, WithHistory):
    """Its rows as a file, and the history of each."""
