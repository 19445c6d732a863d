"""Encounters that are expected to have a record, because another system knows of them."""
