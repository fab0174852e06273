"""Tests of the scripts in examples/: each is run to its end."""
