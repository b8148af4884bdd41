"""What every list of records of the back office has."""

from django.contrib import admin

from ptce_site.row_export import Exported
from ptce_site.row_history import WithHistory


class RecordAdmin(Exported, WithHistory):
    """Its rows as a file, and the history of each.

    No counts beside the filters, which are a statement each: where a table is small, its list says that it may have them.
    """

    show_facets = admin.ShowFacets.NEVER
