"""Requests made of what WebArena-Verified's tasks expect."""
