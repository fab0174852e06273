"""What plays: the page as a tree and as text, the candidates of a step, the tournament, an episode."""
