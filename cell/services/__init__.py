"""What is done with the cell's own work."""
