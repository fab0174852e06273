"""Tests of `agentgym.environments.alfworld.world`."""
