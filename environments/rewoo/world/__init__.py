"""What plays: problems, plans, workers, and the run of a plan."""
