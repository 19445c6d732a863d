"""Records as they stood from one place in the log to another: what editions of releases are made of."""
