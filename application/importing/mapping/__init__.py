"""Mapping files: a force says as data how its own files say what a record says."""
