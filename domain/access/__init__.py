"""Who may do what, decided in one place and denied by default."""
