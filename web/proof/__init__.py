"""Signing what the log holds, keeping it elsewhere, and verifying it (spec: audit, 4)."""
