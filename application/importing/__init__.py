"""Taking over records of other systems: from a file, as they were found there."""
