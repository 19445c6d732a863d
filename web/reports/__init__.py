"""Reports on their way out: filters in the address, tables, charts and files."""
