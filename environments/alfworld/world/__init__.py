"""What plays: the parsed game, its state, the rules, and the engines."""
