"""The force's summary of a period: its tables, how a record counts in them, and why figures moved."""
