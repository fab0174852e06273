"""Environments, one folder each; found by entry point, imported only when made."""
