"""Tests of what others make of our exports."""
