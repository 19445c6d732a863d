"""Editions as readers have them: the document of an edition, its files, and making them again."""
