"""JSON for other systems, under ``/api``: the same use cases as the pages, for a token."""
