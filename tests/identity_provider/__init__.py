"""A real identity provider, of others, on this machine."""
