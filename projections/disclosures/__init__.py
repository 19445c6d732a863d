"""What was disclosed to somebody outside: every disclosure, and those of each record."""
