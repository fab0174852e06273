"""What plays: the word problem."""
