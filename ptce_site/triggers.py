"""What the database does by itself when a row of any app changes."""

import pgtrigger


def raises_content_version() -> pgtrigger.Trigger:
    """A trigger for each model that public pages show: a transaction that changes a row raises the content version."""
    return pgtrigger.Trigger(
        name="content_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="PERFORM public.note_content_change(); RETURN NULL;",
    )
