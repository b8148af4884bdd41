"""Forms of a pole's own space, of visitors and of the cell."""
