"""Recorded games, small enough to ship."""
