"""Faults that are told to the operator in one line."""


class DatabaseUnavailable(Exception):  # noqa: N818 (what is wrong is its name)
    """The database cannot be used; the message says why and what to do, in French."""
