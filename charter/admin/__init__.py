"""The charter in the back office, one subject a module."""

from charter.admin import version  # noqa: F401
