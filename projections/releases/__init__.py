"""Releases and their editions, as lists and pages show them."""
