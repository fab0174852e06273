"""Readers of FastChat's files."""
