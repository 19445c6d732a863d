"""The access log: who was shown which record, when and why, sealed in a tree of its own (spec: audit, 5.4)."""
