"""Readers of MMLU's own files."""
