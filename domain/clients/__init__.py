"""Other systems: what they may do, through which tokens, and what they are told of."""
