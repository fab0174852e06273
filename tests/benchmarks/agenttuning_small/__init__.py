"""The experiment on a small model."""
