"""Everything here runs on a real PostgreSQL."""
