"""Tests of the readers of the original's files."""
