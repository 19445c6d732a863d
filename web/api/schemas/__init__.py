"""What is sent and given, a module a resource: the same statement validates and documents."""
