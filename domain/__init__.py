"""What a use of force is: the record, its rules and the people who may touch it."""
