"""Tests of `agentgym.trajectory`."""
