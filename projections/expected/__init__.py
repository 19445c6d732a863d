"""Encounters that other systems know of, and what became of each: coverage, and what is missing."""
