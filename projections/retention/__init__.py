"""How long each record is kept, what holds it back, and what of it is being erased."""
