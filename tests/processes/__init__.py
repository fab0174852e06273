"""Tests of `agentgym.processes`."""
