"""One officer's use of force on one subject in one encounter, or on a crowd."""
