"""Readers of the official files: tasks in JSON, scores in a pickle."""
