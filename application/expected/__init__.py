"""Loading what other systems know of, and finding the records of it."""
