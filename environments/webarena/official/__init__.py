"""Readers of the official files, addresses of real sites, and log-ins there."""
