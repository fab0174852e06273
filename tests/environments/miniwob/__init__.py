"""Tests of `agentgym.environments.miniwob`."""
