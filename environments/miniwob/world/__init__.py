"""What plays: the pages of the package ``miniwob``, their clock, and a session with one of them."""
