"""Tests of `agentgym.tuning`."""
