"""A radio programme: what is announced, what is chosen to fill it, and the running order."""
