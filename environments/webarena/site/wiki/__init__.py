"""The encyclopedia."""
