"""What makes ``data/``: programming problems of our own."""
