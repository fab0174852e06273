"""The repository host."""
