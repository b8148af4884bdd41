"""Pages of the cell's own work, one subject a module."""

# What sitemaps list.
PAGES = ("/appels/", "/cellule/")
