"""Readers of the official files: items, attributes, human instructions, and the goals drawn from them."""
