"""Ways of keeping the same records: the floor, ours, and the peers. Each runs in a process of its own."""
