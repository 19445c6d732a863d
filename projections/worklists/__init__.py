"""Who has something to do: the officer, the supervisor, professional standards."""
