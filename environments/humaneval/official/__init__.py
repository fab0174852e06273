"""Readers of HumanEval's own files."""
