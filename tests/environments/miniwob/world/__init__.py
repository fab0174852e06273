"""Tests of `agentgym.environments.miniwob.world`."""
