"""Pages of the charter, one subject a module."""

# What sitemaps list.
PAGES = ("/charte/", "/charte/signataires/")
