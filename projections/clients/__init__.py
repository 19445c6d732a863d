"""Which other systems there are, what they hold, and what they are told of."""
