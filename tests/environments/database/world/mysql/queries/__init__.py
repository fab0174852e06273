"""Tests of the embedded MySQL: queries."""
