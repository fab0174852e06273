"""What plays: the question, its examples, the categories."""
