"""Every record once: what lists, searches and filters need."""
