"""The annual return to the Home Office: what it counts and how, apart from tables, labels and files."""
