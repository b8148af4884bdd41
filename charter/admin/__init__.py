"""The charter in the back office, one subject a module."""

from charter.admin import campaign, signature, version

__all__ = ["campaign", "signature", "version"]
