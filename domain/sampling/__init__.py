"""The monthly sample of looks of professional standards, for the second line (spec: audit, 3.2 and 6.1)."""
