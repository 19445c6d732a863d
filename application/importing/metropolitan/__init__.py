"""The published layout of the Metropolitan Police: one statement of it, read and written."""
