"""Readers of GSM8K's own files."""
