"""The charter in the back office."""

from charter.admin import signature, version

__all__ = ["signature", "version"]
