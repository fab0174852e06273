"""Tests of `agentgym.environments.alfworld.official`."""
