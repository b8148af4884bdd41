"""The back office: enough to correct a pole."""

from poles.admin import organisation, pole, reference

__all__ = ["organisation", "pole", "reference"]
