"""Who looked: what is logged, sealed, asked and shown."""
