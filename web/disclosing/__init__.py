"""Bundles: records as they are disclosed, with what shows that they are what was recorded."""
