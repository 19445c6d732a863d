"""Who is appointed to what, and who supervises whom."""
