"""What people ask of the record: use cases, the log they are kept in, and the ports they need."""
