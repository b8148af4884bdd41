"""Poles, organisations, collectivités: what the directory holds and shows."""
