"""Records of one encounter and records about one person: what suggests that they are."""
