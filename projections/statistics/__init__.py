"""Every answer of every record as codes: what the reports and the national return count."""
