"""Scripts for maintainers. Nothing here runs in an installation."""
