"""Telling other systems of what happened, as it happens: what waits, sending, signing, retrying."""
