"""The cell's own work: calls for projects, the committee that steers it."""
