"""How we know. ``tests/README.md`` says which test goes where."""
