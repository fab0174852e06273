"""What plays: the tables of a task, and the servers that hold them."""
