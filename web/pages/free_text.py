"""How much a person may write to explain what they decide."""

LONGEST = 2000
TOO_LONG = f"Enter no more than {LONGEST:,} characters"
