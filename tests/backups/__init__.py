"""Backups that are taken and brought back."""
