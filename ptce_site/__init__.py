"""What any site needs and that says nothing of poles: settings, database, page versions, headers, errors."""
