"""People, their roles, and who supervises whom: who could do what, when, is evidence."""
