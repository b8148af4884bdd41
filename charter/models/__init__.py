"""What is kept of the charter, one subject a module."""

from charter.models.version import CharterVersion

__all__ = ["CharterVersion"]
