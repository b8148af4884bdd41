"""A pole's own space, for those who keep its page. Nothing here is public."""
