"""How long records are kept, what holds them back, and how content is erased."""
