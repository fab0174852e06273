"""Tests of reading statements."""
