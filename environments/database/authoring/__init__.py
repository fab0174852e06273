"""Makes the embedded databases and tasks from a seed."""
