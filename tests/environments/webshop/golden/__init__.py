"""Recorded visits and queries, small enough to ship."""
