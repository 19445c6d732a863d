"""The key ring's own procedures: epoch keys in files, the change of an epoch, and what is checked."""
