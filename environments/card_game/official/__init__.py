"""Readers of the original's files."""
