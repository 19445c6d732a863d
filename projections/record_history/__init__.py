"""Who did what to which record, when, in which role and why."""
