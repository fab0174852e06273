"""Tests of `agentgym.environments.scienceworld.world`."""
