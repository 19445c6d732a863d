"""The form's sections, a schema each, in the order in which a record is read."""
