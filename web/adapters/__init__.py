"""What the ports are made of here: files, databases, keys and the clock."""
