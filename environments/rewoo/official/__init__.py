"""Readers of the sets that the paper evaluates on."""
