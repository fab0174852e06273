"""What plays: the simulator, in Java machines of our own, a slot for each game."""
