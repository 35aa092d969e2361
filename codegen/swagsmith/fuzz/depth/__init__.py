"""Depth: what belongs together in a service is created, fetched, listed, changed and compared."""
