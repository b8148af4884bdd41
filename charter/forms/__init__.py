"""What people type about the charter."""
