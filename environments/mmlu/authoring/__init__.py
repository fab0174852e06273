"""What makes ``data/``: questions from open data and from rules."""
