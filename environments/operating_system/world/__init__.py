"""What plays: the item of a task, its scripts, and why a reference solution fails."""
