"""What plays: the rules, the game, what a side is told, and the players."""
