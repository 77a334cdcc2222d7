"""A gig post: one, several in one message, and what stands beside trade, heads and pay."""
