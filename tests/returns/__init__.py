"""The return to the Home Office, counted a second time by another tool from what was imported."""
