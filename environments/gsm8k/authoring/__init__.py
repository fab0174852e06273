"""What makes ``data/``: word problems drawn from templates."""
