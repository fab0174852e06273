"""What plays: the question."""
