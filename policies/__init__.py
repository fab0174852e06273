"""Policies, one file each; found by entry point, imported only when used."""
