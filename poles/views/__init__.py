"""Public pages. None of them writes."""
