"""One stored event for each kind and version: what was written must load for ever."""
