"""What plays: products and their search, a visit's state, its pages as text and in a browser."""
