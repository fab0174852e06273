"""What makes ``data/``: questions of our own, with references."""
