"""Releases: what a force publishes of a period, edition by edition, and who decided it."""
